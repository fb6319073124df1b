"""The world of the matrix as a fixture, and the option that writes the matrix anew."""

import pytest

from .world import world

__all__ = ["world"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-matrix",
        action="store_true",
        help="write what every address answers to every role into tests/access/matrix.csv",
    )
