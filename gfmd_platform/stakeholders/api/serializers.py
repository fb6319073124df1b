"""What the API reads and writes. Serializers never save."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from gfmd_platform.taxonomy.models import Place

from ..enums import ContactAudience, GroupCode, MemberRole, StakeholderKind
from ..models import Invitation, Membership, Stakeholder, StakeholderVersion
from ..queries import place_name, taking_part


class CountryField(serializers.PrimaryKeyRelatedField):
    """The M49 code of a State or area."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", Place.objects.in_force())
        kwargs.setdefault("required", False)
        kwargs.setdefault("allow_null", True)
        super().__init__(**kwargs)


class StakeholderOut(serializers.ModelSerializer[Stakeholder]):
    id = serializers.UUIDField(source="record_id")
    country = serializers.CharField(source="country_id", allow_null=True)
    country_name = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="current_version.no", default=None)

    class Meta:
        model = Stakeholder
        fields = [
            "id",
            "state",
            "name",
            "short_name",
            "kind",
            "country",
            "country_name",
            "description",
            "website",
            "language",
            "revision",
            "version",
        ]

    def get_country_name(self, obj: Stakeholder) -> str:
        return place_name(obj.country_id)


class ApplicationOut(StakeholderOut):
    """With what only the applicant and the Support Unit may read."""

    applicant = serializers.CharField(source="applicant.name", default="")
    applicant_email = serializers.CharField(source="applicant.email", default="")

    class Meta(StakeholderOut.Meta):
        fields = [
            *StakeholderOut.Meta.fields,
            "state_at",
            "decision_reason",
            "applicant",
            "applicant_email",
        ]


class VersionOut(serializers.ModelSerializer[StakeholderVersion]):
    country = serializers.CharField(source="country_id", allow_null=True)

    class Meta:
        model = StakeholderVersion
        fields = [
            "id",
            "no",
            "at",
            "language",
            "content_hash",
            "name",
            "short_name",
            "kind",
            "country",
            "description",
            "website",
        ]


class MembershipOut(serializers.ModelSerializer[Membership]):
    stakeholder = serializers.UUIDField(source="stakeholder_id")
    name = serializers.CharField(source="person.name")
    email = serializers.CharField(source="person.email")

    class Meta:
        model = Membership
        fields = [
            "id",
            "stakeholder",
            "name",
            "email",
            "role",
            "function",
            "since",
            "until",
            "contact_audience",
            "contact_consented_at",
        ]


class ContactOut(serializers.Serializer[Any]):
    name = serializers.CharField(source="person.name")
    email = serializers.CharField(source="person.email")
    function = serializers.CharField()


class SharedContactOut(ContactOut):
    stakeholder = serializers.UUIDField(source="stakeholder_id")
    stakeholder_name = serializers.CharField(source="stakeholder.name")
    kind = serializers.CharField(source="stakeholder.kind")
    role = serializers.CharField()
    language = serializers.CharField(source="person.language")
    shown_to = serializers.CharField(source="contact_audience")
    consented_at = serializers.DateTimeField(source="contact_consented_at")


class InvitationOut(serializers.ModelSerializer[Invitation]):
    stakeholder = serializers.UUIDField(source="stakeholder_id", allow_null=True)

    class Meta:
        model = Invitation
        fields = [
            "id",
            "purpose",
            "stakeholder",
            "name",
            "email",
            "role",
            "created_at",
            "expires_at",
            "accepted_at",
            "revoked_at",
        ]


class ApplyIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=StakeholderKind.choices)
    country = CountryField()
    description = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    website = serializers.URLField(max_length=200, required=False, allow_blank=True)
    applicant_name = serializers.CharField(max_length=150)
    applicant_email = serializers.EmailField(max_length=254)


class RegisterIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    short_name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=StakeholderKind.choices)
    country = CountryField()
    description = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    website = serializers.URLField(max_length=200, required=False, allow_blank=True)


class EditIn(serializers.Serializer[Any]):
    """`revision` is the one that was read; other fields only where they change."""

    revision = serializers.IntegerField(min_value=1)
    name = serializers.CharField(max_length=200, required=False)
    short_name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    country = CountryField()
    description = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    website = serializers.URLField(max_length=200, required=False, allow_blank=True)


class ConfirmIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=StakeholderKind.choices, required=False)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class DeclineIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class InviteIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=150)
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=MemberRole.choices)


class NominationIn(serializers.Serializer[Any]):
    reference = serializers.CharField(max_length=100)
    dated = serializers.DateField()
    name = serializers.CharField(max_length=150)
    email = serializers.EmailField(max_length=254)
    function = serializers.CharField(max_length=150, required=False, allow_blank=True)


class RenewIn(serializers.Serializer[Any]):
    reference = serializers.CharField(max_length=100)
    dated = serializers.DateField()


class SessionOut(serializers.Serializer[Any]):
    """Where the signed-in person is signed in; `id` says nothing about the session's key."""

    id = serializers.CharField(source="handle")
    device = serializers.CharField()
    ip = serializers.IPAddressField()
    since = serializers.DateTimeField()
    last_seen = serializers.DateTimeField()
    is_current = serializers.BooleanField()


class AcceptIn(serializers.Serializer[Any]):
    """Name and password are for somebody without an account; no password means mailed codes."""

    token = serializers.CharField(max_length=100)
    name = serializers.CharField(max_length=150, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    password = serializers.CharField(
        max_length=200, required=False, allow_blank=True, trim_whitespace=False, write_only=True
    )


class DescribeIn(serializers.Serializer[Any]):
    function = serializers.CharField(max_length=150, allow_blank=True)
    contact_audience = serializers.ChoiceField(choices=ContactAudience.choices, allow_blank=True)


class HandOverIn(serializers.Serializer[Any]):
    to = serializers.UUIDField(help_text="The colleague's membership.")


class ProfileIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=150)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    time_zone = serializers.CharField(max_length=40, allow_blank=True, required=False)


class LeaveIn(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)


class PersonInviteIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=150)
    email = serializers.EmailField(max_length=254)


class MandateIn(serializers.Serializer[Any]):
    group = serializers.ChoiceField(
        choices=[c for c in GroupCode.choices if c[0] != GroupCode.SUPPORT_UNIT]
    )
    stakeholder = serializers.UUIDField()
    since = serializers.DateField()
    until = serializers.DateField(required=False, allow_null=True)

    def validate_stakeholder(self, value: Any) -> Stakeholder:
        found = taking_part().filter(pk=value).first()
        if found is None:
            raise serializers.ValidationError(_("No such stakeholder takes part."))
        return found


class EndMandateIn(serializers.Serializer[Any]):
    until = serializers.DateField()


class MandateOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="pk")
    group = serializers.CharField(source="group_id")
    stakeholder = serializers.UUIDField(source="stakeholder_id")
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)


class SeatOut(serializers.Serializer[Any]):
    membership = serializers.UUIDField(source="membership_id")
    stakeholder = serializers.UUIDField(source="stakeholder_id")
    name = serializers.CharField(source="stakeholder_name")
    role = serializers.CharField()


class MeOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="person.pk")
    name = serializers.CharField(source="person.name")
    email = serializers.CharField(source="person.email")
    language = serializers.CharField(source="person.language")
    time_zone = serializers.CharField(source="person.time_zone")
    seats = SeatOut(many=True)
    groups = serializers.SerializerMethodField()

    def get_groups(self, obj: Any) -> list[str]:
        return sorted(obj.groups)


class DeskItemOut(serializers.Serializer[Any]):
    group = serializers.CharField()
    context = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField()
    detail = serializers.CharField()
    action = serializers.CharField()
    url = serializers.CharField()
    since = serializers.DateTimeField()


class OpenItemOut(DeskItemOut):
    due = serializers.SerializerMethodField()

    def get_due(self, item: Any) -> str | None:
        """A day, or an instant, where a date was set."""
        return item.due.isoformat() if item.due else None


class OpenMattersOut(serializers.Serializer[Any]):
    """One kind of open matters of a stakeholder."""

    code = serializers.CharField()
    title = serializers.CharField()
    items = OpenItemOut(many=True)


class Sent(serializers.Serializer[Any]):
    """The answer to whoever applies, the same whatever the address means to us."""

    detail = serializers.CharField()
