"""What every model of the house must be, said once for all of them."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from gfmd_platform.access.rules import registered_kinds
from gfmd_platform.access.table import PERMISSIONS
from gfmd_platform.ledger.immutable import Immutable
from gfmd_platform.records.models import RecordModel, Version

OURS = [
    model for model in apps.get_models() if model.__module__.split(".")[0] in settings.HOUSE_ROOTS
]


def named(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", [m for m in OURS if issubclass(m, RecordModel)], ids=named)
def test_content_has_its_row_in_the_permission_table_and_shows_only_what_is_public(
    model: type[RecordModel],
) -> None:
    assert model.access_kind in PERMISSIONS
    assert model.access_kind in registered_kinds()
    assert model._meta.default_manager_name == "objects"
    assert model._meta.base_manager_name == "unscoped"


@pytest.mark.parametrize("model", [m for m in OURS if "Version" in m.__name__], ids=named)
def test_versions_are_immutable(model: type[models.Model]) -> None:
    assert issubclass(model, Immutable), f"{named(model)} holds submitted content"


@pytest.mark.parametrize("model", [m for m in OURS if issubclass(m, Immutable)], ids=named)
def test_immutable_tables_carry_the_trigger(model: type[models.Model]) -> None:
    operations = [str(trigger.operation) for trigger in model._meta.triggers]  # type: ignore[attr-defined]
    assert any("UPDATE" in op and "DELETE" in op for op in operations)


@pytest.mark.parametrize("model", [m for m in OURS if issubclass(m, Version)], ids=named)
def test_a_version_number_exists_once_for_its_record(model: type[Version]) -> None:
    uniques = [
        tuple(c.fields) for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)
    ]
    assert any("no" in fields and len(fields) == 2 for fields in uniques)
