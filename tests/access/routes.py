"""Every address of the platform, read from the URL resolver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Pages that packages bring and that answer for themselves; ours are tested one by one.
FOREIGN = ("admin:",)


@dataclass(frozen=True, order=True)
class Route:
    """One named address and the methods that it may be asked with."""

    name: str
    methods: tuple[str, ...]
    arguments: tuple[str, ...]


def all_routes() -> dict[str, Route]:
    """All routes by name. Raises LookupError for an address without a name."""
    routes: dict[str, Route] = {}
    for route in _walk(get_resolver(), ""):
        known = routes.get(route.name)
        methods = tuple(sorted({*route.methods, *(known.methods if known else ())}))
        routes[route.name] = Route(route.name, methods, route.arguments)
    return routes


def _walk(resolver: URLResolver, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            if not inner.startswith(FOREIGN):
                yield from _walk(entry, inner)
        else:
            yield _route(entry, namespace)


def _route(pattern: URLPattern, namespace: str) -> Route:
    if pattern.name is None:
        raise LookupError(f"The address {pattern.pattern} has no name")
    arguments = tuple(sorted(set(pattern.pattern.regex.groupindex) - {"format"}))
    return Route(namespace + pattern.name, _methods(pattern), arguments)


def _methods(pattern: URLPattern) -> tuple[str, ...]:
    callback = pattern.callback
    if actions := getattr(callback, "actions", None):  # a viewset of the API
        return tuple(sorted(m.upper() for m in actions if m not in {"head", "options"}))
    view_class = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    if view_class is not None:
        offered = [m for m in ("get", "post", "put", "patch", "delete") if hasattr(view_class, m)]
        return tuple(sorted(m.upper() for m in offered))
    return ("GET", "POST")
