"""What happened (events), who must still hear of it (deliveries), and proof of both (seals)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gfmd_platform.ids import new_id

from .immutable import Immutable


class ActorRef(models.Model):
    """The one place that ties the opaque actor of events and versions to a person.

    Erasing a person means emptying `person` here; events stay as they are.
    """

    ref = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="actor_ref",
    )


class Event(Immutable):
    """One thing that happened: ids, a verb, names of fields. Never text, never personal data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    record_id = models.UUIDField(null=True)
    actor_ref = models.UUIDField(null=True)
    stakeholder_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)

    class Meta(Immutable.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["record_id", "at"], name="event_record_at"),
            models.Index(fields=["verb", "at"], name="event_verb_at"),
        ]


class Delivery(models.Model):
    """The outbox: one row per event and consumer, found by its state, never by a highest id."""

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        FAILED = "failed"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    consumer = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "consumer"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["consumer", "due_at"],
                condition=models.Q(state="pending"),
                name="delivery_pending",
            )
        ]


class Seal(Immutable):
    """A link of the hash chain over a batch of committed events."""

    no = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    root = models.CharField(max_length=64, unique=True)

    class Meta(Immutable.Meta):
        abstract = False


class SealEntry(Immutable):
    """The digest of one event at its place in a seal."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal_entry")
    digest = models.CharField(max_length=64)

    class Meta(Immutable.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["seal", "position"], name="seal_position_once")
        ]
