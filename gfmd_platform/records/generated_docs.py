"""Documents that are written from the code's own tables, so that they cannot drift from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gfmd_platform.access.table import PERMISSIONS

from .transitions import REGISTRY, TransitionTable


def states_markdown() -> str:
    """Every transition table: a diagram, and the rows for those who prefer a table."""
    parts = [
        "# States\n",
        "Written by `manage.py write_docs` from the transition tables; CI compares.",
        "*Who* is the action in [permissions](permissions.md).\n",
    ]
    for kind in sorted(REGISTRY):
        parts.append(_one_kind(REGISTRY[kind]))
    return "\n".join(parts)


def _one_kind(table: TransitionTable) -> str:
    lines = [f"## {table.kind}\n", "```mermaid", "stateDiagram-v2", f"    [*] --> {table.initial}"]
    rows = ["| verb | from | to | who |", "|---|---|---|---|"]
    for transition in table.transitions:
        for source in sorted(transition.sources):
            lines.append(f"    {source} --> {transition.target}: {transition.verb}")
        sources = ", ".join(sorted(transition.sources))
        rows.append(
            f"| {transition.verb} | {sources} | {transition.target} | {transition.action} |"
        )
    return "\n".join([*lines, "```\n", *rows, ""])


def permissions_markdown() -> str:
    """The permission table, a section per kind."""
    parts = [
        "# Permissions\n",
        "Written by `manage.py write_docs` from `gfmd_platform/access/table.py`; CI compares.",
        "A record that an actor may not read does not exist for them (404).\n",
    ]
    for kind in sorted(PERMISSIONS):
        parts += [f"## {kind}\n", "| action | who |", "|---|---|"]
        for action, relations in PERMISSIONS[kind].items():
            who = ", ".join(sorted(relations)).replace("_", " ")
            parts.append(f"| {action.replace('_', ' ')} | {who} |")
        parts.append("")
    return "\n".join(parts)


DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/states.md": states_markdown,
    "docs/permissions.md": permissions_markdown,
}


def outdated(root: Path) -> list[str]:
    """Names of documents whose text differs from what the tables say now."""
    return [
        name
        for name, text in DOCUMENTS.items()
        if not (root / name).exists() or (root / name).read_text(encoding="utf-8") != text()
    ]


def write(root: Path) -> list[str]:
    """Write what is outdated; returns the names."""
    names = outdated(root)
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(DOCUMENTS[name](), encoding="utf-8")
    return names
