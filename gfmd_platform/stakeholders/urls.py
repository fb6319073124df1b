from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path, re_path

from .views import (
    applications,
    codes,
    contacts,
    desk,
    factors,
    invitations,
    leaving,
    members,
    public,
    renewal,
    sessions,
    support,
)

_stakeholders = [
    path("stakeholders/", public.index, name="index"),
    path("stakeholders/apply/", applications.apply, name="apply"),
    path("stakeholders/apply/sent/", applications.applied, name="applied"),
    path("stakeholders/<uuid:pk>/", public.detail, name="detail"),
    path("stakeholders/<uuid:pk>/edit/", public.edit, name="edit"),
    path("stakeholders/<uuid:pk>/versions/<int:no>/", public.version, name="version"),
    path("stakeholders/<uuid:pk>/members/", members.members, name="members"),
    path("stakeholders/<uuid:pk>/handover/", desk.handover, name="handover"),
    path("memberships/<uuid:pk>/", members.mine, name="my-membership"),
    path("memberships/<uuid:pk>/end/", members.end, name="end-membership"),
    path("memberships/<uuid:pk>/renew/", renewal.renew, name="renew-access"),
    path("invitations/<uuid:pk>/resend/", members.resend, name="resend"),
    path("invitations/<uuid:pk>/revoke/", members.revoke, name="revoke"),
    path("invitations/accept/<str:token>/", invitations.invitation, name="invitation"),
    path("invitations/renew/<str:token>/", renewal.renewal, name="renewal"),
    path("support/stakeholders/", applications.queue, name="queue"),
    path("support/stakeholders/register/", support.register, name="register"),
    path("support/stakeholders/<uuid:pk>/", applications.application, name="application"),
    path("support/stakeholders/<uuid:pk>/nominate/", support.nominate, name="nominate"),
    path("support/contacts/", contacts.contacts, name="contacts"),
    path("support/contacts.csv", contacts.table, name="contacts-csv"),
    path("support/groups/", support.groups, name="groups"),
    path("support/groups/<uuid:pk>/end/", support.end_mandate, name="end-mandate"),
    path("support/groups/<uuid:pk>/leave/", support.leave, name="leave-support-unit"),
]

# Only those pages of allauth that can be reached, each with our template. There is no sign-up.
_accounts = [
    path("login/", account.login, name="account_login"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path(
        "reauthenticate/mail/",
        factors.reauthenticate_by_mail,
        name="account_reauthenticate_mail",
    ),
    path("email/", account.email, name="account_email"),
    path("email/confirm/", account.email_verification_sent, name="account_email_verification_sent"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", factors.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("2fa/passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "2fa/passkeys/reauthenticate/",
        factors.ReauthenticateWithPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/passkeys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("2fa/recovery-codes/", factors.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("sessions/", sessions.sessions, name="usersessions_list"),
    path("erase/", leaving.erase_account, name="erase-account"),
    path("second-factor/", factors.second_factor, name="second-factor"),
    path("renewal/", renewal.awaited, name="renewal-awaited"),
    path("kept/", factors.kept_form, name="kept-form"),
    path("", desk.profile, name="account"),
]

urlpatterns = [
    path("", include((_stakeholders, "stakeholders"))),
    path("desk/", desk.desk, name="desk"),
    path("accounts/", include(_accounts)),
    path("codes/", codes.codes, name="demo-codes"),
]
