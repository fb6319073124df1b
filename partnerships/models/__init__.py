from .decisions import ExampleDecision, ExampleRemark
from .examples import (
    Example,
    ExamplePlace,
    ExampleTerm,
    ExampleVersion,
    ExampleVersionFile,
    ExampleVersionPlace,
    ExampleVersionTerm,
)
from .imports import ImportedRow

__all__ = [
    "Example",
    "ExampleDecision",
    "ExamplePlace",
    "ExampleRemark",
    "ExampleTerm",
    "ExampleVersion",
    "ExampleVersionFile",
    "ExampleVersionPlace",
    "ExampleVersionTerm",
    "ImportedRow",
]
