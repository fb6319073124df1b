"""Frameworks, their terms, the bridges between them, and places.

All of it is reference data: `operations.load` is the only writer, from the files in `data/`.
Rows are never deleted, because records and editions point at them. A row is in force from the
release that brought it (`since`) until the release that dropped it (`until`), so an edition can
name the release it was made with and find the labels of that day.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .enums import PlaceKind, Relation, TermKind, UNStatus

#: Namespace of the identifiers below. Never change it: records refer to what it yields.
NAMESPACE = uuid.UUID("6f0c8f5e-3f7f-5d0e-9a40-6b1d0f2b7c11")


def term_id(framework: str, code: str) -> uuid.UUID:
    """The identifier of a term, the same on every installation and after every reload."""
    return uuid.uuid5(NAMESPACE, f"{framework}:{code}")


class TaxonomyRelease(models.Model):
    """One load that changed something; the highest number is the one in force."""

    no = models.BigAutoField(primary_key=True)
    content_hash = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    changes = models.JSONField(default=dict)

    class Meta:
        get_latest_by = "no"

    def __str__(self) -> str:
        return f"{self.no} ({self.content_hash[:12]})"


class ReleasedQuerySet(models.QuerySet):
    def in_force(self) -> "ReleasedQuerySet":
        return self.filter(until__isnull=True)

    def as_of(self, release: int) -> "ReleasedQuerySet":
        """Rows that were in force in the release with this number."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=release), since__lte=release)


class Released(models.Model):
    """A row in force from one release until (and without) another."""

    since = models.ForeignKey(TaxonomyRelease, models.PROTECT, related_name="+")
    until = models.ForeignKey(TaxonomyRelease, models.PROTECT, related_name="+", null=True)

    objects = ReleasedQuerySet.as_manager()

    class Meta:
        abstract = True


class Framework(Released):
    """One version of a document that commitments and practice are read against.

    `code` names family and version ("gcm-2018"); a later compact is a new row.
    """

    code = models.SlugField(primary_key=True, max_length=60)
    family = models.SlugField(max_length=40)
    version = models.CharField(max_length=20)
    source = models.CharField(max_length=300, help_text="The document, with its UN symbol.")
    url = models.URLField(max_length=300, blank=True)
    valid_from = models.DateField(null=True, help_text="Adoption or publication.")
    position = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["family", "version"], name="framework_version_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Term(Released):
    """A numbered entry of a framework: a cluster, an objective, a target, an option."""

    id = models.UUIDField(primary_key=True, editable=False)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="terms")
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=TermKind)
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True)
    position = models.PositiveSmallIntegerField(help_text="Order within the whole framework.")
    migration_related = models.BooleanField(default=False)
    relevance_reason = models.CharField(max_length=300, blank=True)
    source_ref = models.CharField(max_length=120, blank=True, help_text="Where in the source.")
    uncertainty = models.CharField(
        max_length=300, blank=True, help_text="What isn't certain about this row; shown with it."
    )

    class Meta:
        ordering = ["framework__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="term_code_once"),
            models.CheckConstraint(
                condition=Q(migration_related=False) | ~Q(relevance_reason=""),
                name="term_relevance_has_reason",
            ),
            models.CheckConstraint(condition=Q(kind__in=TermKind.values), name="term_kind_known"),
        ]
        indexes = [models.Index(fields=["kind", "framework", "position"])]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The written form used by API, imports and exports: "gcm-2018:5"."""
        return f"{self.framework_id}:{self.code}"


class Label(Released):
    """A name in one language. Changing a name closes this row and adds another."""

    language = models.CharField(max_length=12)
    label = models.TextField()
    short_label = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="Who worded it.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label


class FrameworkLabel(Label):
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="labels")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "language"],
                condition=Q(until__isnull=True),
                name="framework_label_once",
            )
        ]


class TermLabel(Label):
    term = models.ForeignKey(Term, models.PROTECT, related_name="labels")
    definition = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["term", "language"], condition=Q(until__isnull=True), name="term_label_once"
            )
        ]


class Crosswalk(Released):
    """A bridge between terms of two frameworks, or of one.

    `editorial` means that we drew it; otherwise `source` names the document that does.
    """

    from_term = models.ForeignKey(Term, models.PROTECT, related_name="leads_to")
    to_term = models.ForeignKey(Term, models.PROTECT, related_name="led_from")
    relation = models.CharField(max_length=20, choices=Relation)
    editorial = models.BooleanField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_term", "to_term", "relation"],
                condition=Q(until__isnull=True),
                name="crosswalk_once",
            ),
            models.CheckConstraint(
                condition=Q(editorial=True) | ~Q(source=""), name="crosswalk_has_source"
            ),
            models.CheckConstraint(
                condition=~Q(from_term=models.F("to_term")), name="crosswalk_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_term_id} {self.relation} {self.to_term_id}"


class Indicator(models.Model):
    """What a term of kind `indicator` measures; its label and target are the term's own."""

    term = models.OneToOneField(
        Term, models.PROTECT, primary_key=True, related_name="indicator_detail"
    )
    unit = models.CharField(max_length=160)
    custodians = ArrayField(models.CharField(max_length=80))
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.term.code


class Place(Released):
    """A State, an area or a region of the UN's M49 standard.

    The primary key is the M49 code. A demonstration may add invented countries, whose codes
    begin with X, so that no real State is given words of ours.
    """

    code = models.CharField(primary_key=True, max_length=3)
    iso2 = models.CharField(max_length=2, unique=True, null=True)
    iso3 = models.CharField(max_length=3, unique=True, null=True)
    kind = models.CharField(max_length=12, choices=PlaceKind)
    un_status = models.CharField(max_length=8, choices=UNStatus, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True)
    invented = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(invented=False, code__regex=r"^[0-9]{3}$")
                | Q(invented=True, code__regex=r"^X[0-9]{2}$"),
                name="place_code_shape",
            ),
            models.CheckConstraint(
                condition=Q(kind=PlaceKind.WORLD) | Q(parent__isnull=False),
                name="place_has_parent",
            ),
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind_known"),
        ]
        indexes = [models.Index(fields=["kind"])]

    def __str__(self) -> str:
        return self.code


class PlaceName(Released):
    """A place's short name; `sort_key` orders names for readers of this language."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="names")
    language = models.CharField(max_length=12)
    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "language"],
                condition=Q(until__isnull=True),
                name="place_name_once",
            )
        ]
        indexes = [models.Index(fields=["language", "sort_key"])]

    def __str__(self) -> str:
        return self.name


class Remark(Released):
    """What the lists say about their rows (notes, reasons, units, doubts) in another language.

    It hangs on the English text, as in a translator's memory, so one row serves wherever the
    text stands, and a corrected English text is never shown with the translation of the old one.
    """

    english = models.TextField()
    language = models.CharField(max_length=12)
    text = models.TextField()
    source = models.CharField(max_length=300, help_text="Who worded it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["english", "language"],
                condition=Q(until__isnull=True),
                name="remark_once",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Summit(models.Model):
    """When and where a term of kind `summit` met."""

    term = models.OneToOneField(
        Term, models.PROTECT, primary_key=True, related_name="summit_detail"
    )
    number = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)


class GoalInFocus(Released):
    """A goal that the High-level Political Forum reviews in depth in a year."""

    year = models.PositiveSmallIntegerField()
    goal = models.ForeignKey(Term, models.PROTECT, related_name="years_in_focus")
    source = models.CharField(max_length=300)
    uncertainty = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "goals in focus"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "goal"], condition=Q(until__isnull=True), name="goal_in_focus_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.goal_id}"
