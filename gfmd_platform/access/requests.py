"""The request as views see it, behind `ActorMiddleware`. For annotations."""

from __future__ import annotations

from django.http import HttpRequest

from .actors import Actor


class ActorRequest(HttpRequest):
    actor: Actor
