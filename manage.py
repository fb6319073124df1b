#!/usr/bin/env python3
"""The platform's commands: `start`, `test`, and every command of Django.

This file must be readable by any Python 3, so that an old one can be told to be too old.
"""

import sys
from pathlib import Path

NEEDED = (3, 11)


def main():
    if sys.version_info < NEEDED:
        sys.exit(
            "This needs Python {}.{} or newer, and this is {}.{}: install a newer one and call "
            "it by its name, for example `python3.11 manage.py start`.".format(
                *NEEDED, *sys.version_info[:2]
            )
        )
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from gfmd_platform.embedded import commands

    try:
        sys.exit(commands.run(sys.argv))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
