"""`docs/operators/settings.md`, made from the typed environment so that it cannot differ."""

from __future__ import annotations

import types
import typing
from pathlib import Path
from typing import Any

from gfmd_platform.environment import ROOT, Environment

HEAD = """\
# Settings

*Made by `python3 manage.py describe_settings --write` from `gfmd_platform/environment.py`;
a test compares the two.*

The platform reads the environment and nothing else. Every value is checked at start: what is wrong
is refused by its name, all problems at once, and a value is never repeated in the message. With
`GFMD_MODE=production` what is unsafe is refused as well; see [production](production.md).

| variable | kind | unset | meaning |
|---|---|---|---|
"""


def describe() -> str:
    """The whole page."""
    rows = []
    for field in Environment.model_fields.values():
        default = "" if field.default is None else _default(field.default)
        kind = _kind(field.annotation)
        rows.append(f"| `{field.validation_alias}` | {kind} | {default} | {field.description} |")
    return HEAD + "\n".join(rows) + "\n"


def _kind(annotation: Any) -> str:
    if typing.get_origin(annotation) is typing.Literal:
        return " or ".join(f"`{word}`" for word in typing.get_args(annotation))
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        kinds = [one for one in typing.get_args(annotation) if one is not types.NoneType]
        return " or ".join(_kind(one) for one in kinds)
    if typing.get_origin(annotation) is tuple:
        return "words"
    names = {bool: "true or false", int: "number", str: "text", Path: "folder"}
    return names[annotation]


def _default(value: Any) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT)}` beside `manage.py`"
    if value == ():
        return ""
    return f"`{value}`"
