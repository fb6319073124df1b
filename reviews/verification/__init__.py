"""Proof that a published edition is what its sources say: everything is computed again."""

from .comparing import verify_edition
from .findings import Verification

__all__ = ["Verification", "verify_edition"]
