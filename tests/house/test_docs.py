"""What README and docs say about the code is true: every path they name exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
TOPS = ("gfmd_platform/", "commitments/", "partnerships/", "reviews/", "templates/", "tests/")


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", DOCS, ids=short)
def test_paths_in_code_marks_exist(path: Path) -> None:
    named = re.findall(r"`([\w./-]+)`", path.read_text(encoding="utf-8"))
    missing = [
        name for name in named if name.startswith(TOPS) and not (ROOT / name.rstrip("/")).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("path", DOCS, ids=short)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    broken = [
        link
        for link in links
        if not link.startswith(("http:", "https:", "mailto:")) and not (path.parent / link).exists()
    ]
    assert broken == []


def test_each_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [re.split(r"[\[~=<> ]", line)[0].lower() for line in project["dependencies"]]
    reasons = (ROOT / "docs" / "libraries.md").read_text().lower()
    known_as = {"redis": "celery", "django": "django 5.2", "psycopg": "psycopg 3"}
    unexplained = [name for name in named if known_as.get(name, name) not in reasons]
    assert unexplained == []


def test_each_folder_of_the_house_stands_in_the_architecture() -> None:
    told = (ROOT / "docs" / "developers" / "architecture.md").read_text()
    folders = [
        f"gfmd_platform/{path.name}/"
        for path in sorted((ROOT / "gfmd_platform").iterdir())
        if path.is_dir() and (path / "__init__.py").exists() and path.name != "settings"
    ]
    assert [folder for folder in folders if folder not in told] == []
