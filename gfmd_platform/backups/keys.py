"""Keys of the age format (age-encryption.org/v1): public ones lock a backup, secret ones open it.

A machine that only takes backups needs the public key alone, so that whoever breaks into it cannot
read the backups that left it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pyrage
from pyrage import x25519

from .exceptions import BackupRefused

SECRET = "AGE-SECRET-KEY-"
PUBLIC = "age1"


@dataclass(frozen=True)
class Keys:
    """What a key file or `GFMD_BACKUP_KEY` holds. Empty: backups are not encrypted."""

    recipients: list[x25519.Recipient] = field(default_factory=list)
    identities: list[x25519.Identity] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.recipients)


def read_keys(file: Path | None, setting: str | None) -> Keys:
    """The keys in ``file``, else in the setting. Raises BackupRefused, never repeating a key."""
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BackupRefused(f"The key file {file} cannot be read.") from error
        return parse_keys(text, f"The key file {file}")
    return parse_keys(setting, "GFMD_BACKUP_KEY") if setting else Keys()


def parse_keys(text: str, where: str) -> Keys:
    """Keys in the form of `age-keygen`: one a line, `#` begins a remark. Raises BackupRefused."""
    lines = [line.strip() for line in text.splitlines()]
    words = [line for line in lines if line and not line.startswith("#")]
    keys = Keys()
    for word in words:
        try:
            if word.startswith(SECRET):
                identity = x25519.Identity.from_str(word)
                keys.identities.append(identity)
                keys.recipients.append(identity.to_public())
            elif word.startswith(PUBLIC):
                keys.recipients.append(x25519.Recipient.from_str(word))
            else:
                raise ValueError
        except (ValueError, pyrage.IdentityError, pyrage.RecipientError) as error:
            raise BackupRefused(
                f"{where} holds a line that is no age key: a public one begins with `{PUBLIC}`, a "
                f"secret one with `{SECRET}`."
            ) from error
    if not words:
        raise BackupRefused(f"{where} holds no key.")
    return keys


def make_key() -> str:
    """A new key in the form of `age-keygen`, its public part as a remark."""
    identity = x25519.Identity.generate()
    return f"# public key: {identity.to_public()}\n{identity}\n"
