"""For operators: accounts, never content. Signing in goes through the platform's own page."""

from __future__ import annotations

import allauth.mfa.admin  # noqa: F401
from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.http import HttpRequest

from .models import Person

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# A factor is removed by its person, or by a renewed nomination; never by an operator.
admin.site.unregister(Authenticator)
admin.site.site_header = "Platform for Partnerships"


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    """Close an account or name an operator. Accounts come from invitations, and stay: what a person
    did remains theirs."""

    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "language", "is_active", "is_staff", "last_login", "date_joined"]
    readonly_fields = ["email", "name", "language", "last_login", "date_joined"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        return False
