"""Conventions that a reviewer would otherwise have to remember."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from gfmd_platform.records.models import RecordModel

ROOT = Path(settings.BASE_DIR)
CODE = [
    path
    for top in ("gfmd_platform", "partnerships", "commitments", "reviews")
    for path in sorted((ROOT / top).rglob("*.py"))
    if "migrations" not in path.parts
]
INTERFACES = {"views", "api", "forms", "urls", "templatetags"}


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_interface(path: Path) -> bool:
    return path.stem in INTERFACES or bool(INTERFACES & set(path.parts))


@pytest.mark.parametrize("path", [p for p in CODE if is_interface(p)], ids=short)
def test_interfaces_fetch_records_only_through_what_the_actor_may_see(path: Path) -> None:
    names = {n.attr for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Attribute)}
    assert not names & {"unscoped", "_base_manager"}, "use queries that begin at visible_to(actor)"


@pytest.mark.parametrize("path", [p for p in CODE if is_interface(p)], ids=short)
def test_interfaces_do_not_save(path: Path) -> None:
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    writes = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "create_user"}
    assert not calls & writes, "call an operation"


@pytest.mark.parametrize("path", CODE, ids=short)
def test_a_file_fits_in_one_head(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 450, "split it by meaning"


def test_the_state_of_a_record_is_worded_by_the_record() -> None:
    """A record's state is a bare column: Django makes no `get_state_display` for it, and a
    template that asks for one shows nothing, silently."""
    records = {
        model._meta.model_name for model in apps.get_models() if issubclass(model, RecordModel)
    }
    found = [
        f"{short(path)}: {name}.get_state_display"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for name in re.findall(r"(\w+)\.get_state_display", path.read_text())
        if name in records
    ]
    assert found == []


def test_pages_load_nothing_from_elsewhere_and_hold_no_inline_script_or_style() -> None:
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        for sign in (" style=", "<style", "javascript:", " onclick=", 'src="http', "<script>"):
            if sign in text:
                found.append(f"{short(path)}: {sign}")
    assert found == []
