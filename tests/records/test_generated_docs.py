"""Docs written from tables are the tables' own words."""

from django.conf import settings

from gfmd_platform.records import generated_docs


def test_states_and_permissions_in_docs_are_those_of_the_code() -> None:
    assert generated_docs.outdated(settings.BASE_DIR) == [], "run `manage.py write_docs`"
