"""A text as data, for writers that know no HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .parsing import Text, Token, is_safe, level_of, read


def blocks(body: str, figures: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Blocks with runs; `figures` are the values as printed, by key.

    A block is {type: paragraph | heading | item | quotation | note, level, ordered, number, runs};
    notes stand last, in the order of their numbers. A run is {text, strong, emphasis, href}, with
    `figure` for a figure's key where the text is its value, or with `note` where it is a note's
    number.
    """
    writer = _Writer(read(body), figures or {})
    for token in writer.text.tokens:
        writer.block(token, {})
    for number, tokens in enumerate(writer.text.notes.values(), start=1):
        writer.found.append({"type": "note", "number": number, "runs": writer.runs(tokens)})
    return writer.found


class _Writer:
    def __init__(self, text: Text, figures: Mapping[str, str]) -> None:
        self.text, self.figures = text, figures
        self.found: list[dict[str, Any]] = []

    def block(self, token: Token, within: dict[str, Any]) -> None:
        kind = token["type"]
        children = token.get("children", [])
        if kind in ("paragraph", "block_text"):
            self.found.append({"type": "paragraph", **within, "runs": self.runs(children)})
        elif kind == "heading":
            self.found.append(
                {"type": "heading", "level": level_of(token), "runs": self.runs(children)}
            )
        elif kind == "list":
            ordered, depth = token["attrs"]["ordered"], within.get("depth", 0) + 1
            for number, item in enumerate(children, start=1):
                inner = {"type": "item", "ordered": ordered, "depth": depth, "number": number}
                for child in item["children"]:
                    self.block(child, inner)
        elif kind == "block_quote":
            for child in children:
                self.block(child, {**within, "type": "quotation"})
        elif kind in ("block_code", "block_html"):
            raw = token.get("raw", "").strip()
            self.found.append({"type": "paragraph", "runs": [_run(raw, {})]})

    def runs(self, tokens: list[Token], style: dict[str, Any] | None = None) -> list[Any]:
        style = style or {}
        runs: list[dict[str, Any]] = []
        for token in tokens:
            kind = token["type"]
            raw = token.get("raw", "")
            children = token.get("children", [])
            if kind == "strong":
                runs += self.runs(children, {**style, "strong": True})
            elif kind == "emphasis":
                runs += self.runs(children, {**style, "emphasis": True})
            elif kind == "link":
                url = token["attrs"]["url"]
                runs += self.runs(children, {**style, "href": url} if is_safe(url) else style)
            elif kind == "image":
                runs += self.runs(children, style)
            elif kind == "linebreak":
                runs.append(_run("\n", style))
            elif kind == "softbreak":
                runs.append(_run(" ", style))
            elif kind == "figure" and raw in self.figures:
                runs.append(_run(self.figures[raw], {**style, "figure": raw}))
            elif kind == "figure":
                runs.append(_run("{{" + raw + "}}", style))
            elif kind == "mark" and (number := self.text.number(raw)):
                runs.append(_run(str(number), {**style, "note": number}))
            elif kind == "mark":
                runs.append(_run(f"[^{raw}]", style))
            else:
                runs.append(_run(raw, style))
        return runs


def _run(text: str, style: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "strong": False, "emphasis": False, "href": "", **style}
