"""The stored document of a compilation: bytes in, values out."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal, as it is printed and stored."""
    return hashlib.sha256(content).hexdigest()


def parse(content: bytes | memoryview) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(bytes(content))
    return document
