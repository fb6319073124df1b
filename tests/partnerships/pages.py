"""Pages as the tests of partnerships and examples ask for them and look into them."""

from __future__ import annotations

import re
from typing import Any

from tests.people import Someone

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def page(someone: Someone, address: str, status: int = 200, **data: Any) -> str:
    response = someone.client.get(address, data)
    assert response.status_code == status, response.content.decode()[:400]
    return response.content.decode()


def send(someone: Someone, address: str, status: int = 302, **data: Any) -> str:
    response = someone.client.post(address, data)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode() if status != 302 else response["Location"]


def found(pattern: str, text: str) -> str:
    """What the first group of the pattern holds, as a hidden field's value."""
    match = re.search(pattern, text)
    assert match is not None, pattern
    return match[1]
