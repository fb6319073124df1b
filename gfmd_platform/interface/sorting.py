"""Sortable lists: the order comes from the address, and only from an allowed set."""

from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True)
class Sort:
    """The order of a list.

    `allowed` maps the word in the address to the fields to order by. An unknown word is the
    default, never an error: the reader gets the list.
    """

    key: str
    descending: bool
    fields: tuple[str, ...]

    @classmethod
    def of(
        cls, query: QueryDict, *, allowed: dict[str, str | tuple[str, ...]], default: str
    ) -> "Sort":
        """Read `?sort=date` or `?sort=-date`; each order ends with the primary key."""
        word = query.get("sort", default)
        if word.removeprefix("-") not in allowed:
            word = default
        key, descending = word.removeprefix("-"), word.startswith("-")
        named = allowed[key]
        names = (named,) if isinstance(named, str) else named
        fields = tuple(_turned(name) if descending else name for name in names)
        return cls(key=key, descending=descending, fields=(*fields, "pk"))


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"
