"""`manage.py test`: every check that CI runs, each by its name."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Also what takes hours: every history, every appearance (`tests/conftest.py`).
LONG = "--long"

#: Production as it should be; `check --deploy` must find nothing to say about it.
DEPLOYMENT = {
    "GFMD_MODE": "production",
    "SECRET_KEY": "k7Jp-only-for-this-check-Qw3zX9vB2nM5rT8yU1iO4aS6dF0gH",
    "ALLOWED_HOSTS": "partnerships.example.org",
    "PUBLIC_URL": "https://partnerships.example.org",
    "DATABASE_URL": "postgresql://app:word@database.example.org/gfmd",
    "DATABASE_OWNER_URL": "postgresql://owner:word@database.example.org/gfmd",
    "REDIS_URL": "redis://redis.example.org:6379/0",
    "EMAIL_URL": "smtp://user:word@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Platform for Partnerships <platform@example.org>",
}

PREPARING = {"DJANGO_SETTINGS_MODULE": "tests.settings"}


@dataclass(frozen=True)
class Step:
    """One check: its name for people, its command, what it adds to the environment.

    It begins in its turn; or before, beside others that leave a processor waiting, when ``begins``
    names the step with which it begins. It is waited for, and heard, in its turn.
    """

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    begins: str = ""


def main(words: list[str]) -> int:
    """Run all checks; with ``words``, only pytest with these. Returns the exit status.

    `--long` alone runs everything, the long forms of tests too.
    """
    if words and words != [LONG]:
        return _run(Step("tests", [*_python("manage.py", "pytest"), *words]))
    failed = []
    checks = list(steps(*words))
    begun: dict[str, _Begun] = {}
    for step in checks:
        begun |= {other.name: _Begun(other) for other in checks if other.begins == step.name}
        print(f"\n━━ {step.name}", flush=True)
        began = time.monotonic()
        good = (begun[step.name].end() if step.begins else _run(step)) == 0
        print(
            f"━━ {step.name}: {'passed' if good else 'FAILED'} in {time.monotonic() - began:.0f} s",
            flush=True,
        )
        if not good:
            failed.append(step.name)
    print()
    if failed:
        print(f"These checks failed: {', '.join(failed)}.")
        return 1
    print("Every check passed.")
    return 0


def steps(*words: str) -> Iterator[Step]:
    """The checks, the quick ones first; `words` go to pytest."""
    tests = {"GFMD_VAR": str(ROOT / "var" / "test")}
    yield Step("format (ruff)", _python("-m", "ruff", "format", "--check", "."))
    yield Step("lint (ruff)", _python("-m", "ruff", "check", "."))
    yield Step("templates (djade)", [_script("djade"), "--check", *_templates()])
    yield Step("types (mypy)", _python("-m", "mypy", "."))
    yield Step("import contracts (import-linter)", [_script("lint-imports")])
    yield Step("migrations", _python("manage.py", "makemigrations", "--check", "--dry-run"), tests)
    yield Step(
        "deployment (check --deploy)",
        _python("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        tests | DEPLOYMENT,
    )
    yield Step(
        "what the tests stand on", _python("-m", "tests.prepared"), PREPARING, "format (ruff)"
    )
    yield Step(
        "tests",
        # The long tests are taken from each other's queues, so that both workers end together.
        _python(
            *("manage.py", "pytest", "-q", "-n", "2", "--dist", "worksteal"),
            *("-m", "not journey", "--durations=10", *words),
        ),
    )
    yield Step(
        "browser journeys",
        # They wait for pages more than they compute.
        _python("manage.py", "pytest", "-q", "-m", "journey", "tests/journeys", *words),
        begins="tests",
    )


def _python(*words: str) -> list[str]:
    return [sys.executable, *words]


def _script(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _templates() -> list[str]:
    asked = subprocess.run(
        ["git", "ls-files", "*.html"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if asked.returncode == 0 and asked.stdout:
        return [name for name in asked.stdout.splitlines() if (ROOT / name).exists()]
    own = (ROOT / folder for folder in ("templates", "gfmd_platform"))
    return [str(path) for folder in own for path in sorted(folder.rglob("*.html"))]


def _run(step: Step) -> int:
    return subprocess.run(step.command, cwd=ROOT, env=os.environ | step.environment).returncode


class _Begun:
    """A step under way; what it says is kept until its turn."""

    def __init__(self, step: Step) -> None:
        self.said = tempfile.TemporaryFile()  # noqa: SIM115  (read when its turn comes)
        self.process = subprocess.Popen(
            step.command,
            cwd=ROOT,
            env=os.environ | step.environment,
            stdout=self.said,
            stderr=self.said,
        )

    def end(self) -> int:
        """Wait for it, say what it said, and give its exit status."""
        status = self.process.wait()
        self.said.seek(0)
        print(self.said.read().decode(errors="replace"), end="", flush=True)
        return status
