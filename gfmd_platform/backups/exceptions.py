from __future__ import annotations


class BackupRefused(Exception):
    """A backup cannot be taken, read or restored; says in a sentence why and what to do."""
