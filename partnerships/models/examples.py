"""A practice example: the author's working row, and each version that was submitted."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ids import new_id
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.records.models import RecordModel, StoredFile, Version
from gfmd_platform.taxonomy.models import Place, Term

from ..enums import ExampleKind, ExampleState
from .dates import date_constraints


class ExampleContent(models.Model):
    """What an example says. Words and limits of each field stand in `content.FIELDS`."""

    title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=ExampleKind.choices, blank=True)
    summary = models.TextField(blank=True)
    by_whom = models.CharField(max_length=500, blank=True)
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)
    reach = models.TextField(blank=True)
    cost = models.TextField(blank=True)
    results = models.TextField(blank=True)
    results_basis = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    to_repeat = models.TextField(blank=True)
    links = ArrayField(models.URLField(max_length=500), default=list, blank=True)
    source_numbers = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    source_note = models.CharField(max_length=300, blank=True)
    contact_withheld = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Example(ExampleContent, RecordModel):
    """The draft and where it stands. `submitted_version` is what moderators read,
    `published_version` what the public reads; neither changes while the draft does."""

    access_kind = "example"

    language = models.CharField(max_length=12, default="en")
    submitted_version = models.ForeignKey(
        "ExampleVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_version = models.ForeignKey(
        "ExampleVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    class Meta(RecordModel.Meta):
        abstract = False
        verbose_name = _("practice example")
        indexes = [
            models.Index(fields=["state", "state_at"], name="example_state_at"),
            models.Index(
                fields=["-published_at", "record"],
                condition=Q(published_version__isnull=False),
                name="example_published",
            ),
        ]
        constraints = [
            *date_constraints("example", "since", "until"),
            models.CheckConstraint(
                condition=Q(published_version=None, published_at=None)
                | Q(published_version__isnull=False, published_at__isnull=False),
                name="example_published_has_instant",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled example"))

    @property
    def state_label(self) -> str:
        return str(ExampleState(self.state).label)


class ExampleVersion(ExampleContent, Version):
    """`from_revision` is the draft's revision that was submitted: submitting it again is the same
    submission."""

    subject = models.ForeignKey(Example, on_delete=models.PROTECT, related_name="versions")
    from_revision = models.PositiveIntegerField()

    class Meta(Version.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["subject", "no"], name="example_version_once"),
            models.UniqueConstraint(
                fields=["subject", "from_revision"], name="example_version_revision_once"
            ),
        ]


class Tag(models.Model):
    """A term of the taxonomy. `editorial`: the platform's own reading, not the author's."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    editorial = models.BooleanField(default=False)

    class Meta:
        abstract = True


class ExampleTerm(Tag):
    example = models.ForeignKey(Example, on_delete=models.CASCADE, related_name="tags")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["example", "term"], name="example_term_once")
        ]


class ExampleVersionTerm(Tag, Immutable):
    version = models.ForeignKey(ExampleVersion, on_delete=models.PROTECT, related_name="tags")

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["version", "term"], name="example_version_term_once")
        ]
        indexes = [models.Index(fields=["term", "version"], name="example_version_by_term")]


class ExamplePlace(models.Model):
    example = models.ForeignKey(Example, on_delete=models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["example", "place"], name="example_place_once")
        ]


class ExampleVersionPlace(Immutable):
    version = models.ForeignKey(ExampleVersion, on_delete=models.PROTECT, related_name="places")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="example_version_place_once")
        ]
        indexes = [models.Index(fields=["place", "version"], name="example_version_by_place")]


class ExampleVersionFile(Immutable):
    """A file as it stood with the record when the version was submitted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ExampleVersion, on_delete=models.PROTECT, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    alternative = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Immutable.Meta):
        abstract = False
        ordering = ["position"]
