"""What several tests stand on and takes long to make: made once for this state of the code.

`python -m tests.prepared` makes it ahead of the tests; otherwise the first who asks does.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from pathlib import Path

from django.conf import settings

from gfmd_platform.embedded.places import Places
from tests.stack import Stack, running

ROOT = Path(__file__).resolve().parents[1]
SHAPING = ("gfmd_platform", "commitments", "partnerships", "reviews", "templates", "requirements")


def demonstration() -> Path:
    """The var folder of a demonstration as `manage.py start` makes it, ended, to be copied."""
    kept = settings.PLACES.var / "prepared"
    kept.mkdir(parents=True, exist_ok=True)
    folder = kept / _fingerprint()
    whole = folder / "whole"
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            for old in (*filter(Path.is_dir, kept.iterdir()), folder):
                remove(old)
            with running(Stack(folder)):
                pass
            whole.touch()
    return folder


def copied_to(var: Path) -> Path:
    """`var`, made anew as a copy of the demonstration: its first start is a second start."""
    remove(var)
    for source, target in zip(_folders(demonstration()), _folders(var), strict=True):
        if not target.exists():
            # With their owners: the servers run as an account of their own.
            subprocess.run(["cp", "-a", str(source), str(target)], check=True)
    return var


def remove(var: Path) -> None:
    for folder in _folders(var):
        shutil.rmtree(folder, ignore_errors=True)


def _folders(var: Path) -> tuple[Path, Path]:
    """The folder, and that of its servers' data where their account cannot reach the first."""
    return var, Places(var).servers


def _fingerprint() -> str:
    """Of all that a demonstration may come from."""
    digest = hashlib.sha256()
    for top in SHAPING:
        for path in sorted((ROOT / top).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def main() -> None:
    import django

    django.setup()
    from tests.database import Databases, servers

    with servers().running():
        Databases("prepared").build_template()
    demonstration()


if __name__ == "__main__":
    main()
