"""Mail that is promised: written with the change it tells of, sent afterwards by a task."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gfmd_platform.ids import new_id


class Mail(models.Model):
    """One message to one address, in plain text.

    `message_id` is fixed when the row is written: a mail that is repeated after a crash carries the
    same one, so that the reader's mail program can tell. `secret` marks a body that holds a link or
    a code with which one can sign in; it is blanked as soon as the mail is on its way. A subject
    must never hold a secret. A mail is held when its cause is older than a restore: the lost
    instance may have sent it, so that an operator decides (`manage.py held_mail`).
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")
        HELD = "held", _("Held back after a restore")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    language = models.CharField(max_length=12)
    template = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)
    body_text = models.TextField(blank=True)
    secret = models.BooleanField(default=False)
    message_id = models.CharField(max_length=320, unique=True)
    record_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["pending", "sending"]),
                name="mail_unsent",
            ),
            models.Index(fields=["created_at"], name="mail_recent"),
            models.Index(fields=["record_id"], name="mail_record"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="sending") | models.Q(lease_until__isnull=False),
                name="mail_sending_has_lease",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
                name="mail_sent_has_instant",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
