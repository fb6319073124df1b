"""The file of a backup: a tar of small members, compressed with gzip, locked with age if wanted.

Ordinary tools open it (`age -d -i KEY FILE | tar xz`). It is written and read as a stream, so that
memory stays flat. age refuses changed or missing bytes; without a key gzip's sum and the hashes in
the manifest do.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import tarfile
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pyrage

from .exceptions import BackupRefused
from .keys import Keys

AGE = b"age-encryption.org/v1"
#: How our gzip begins: no name, no time, so that a changed byte is noticed here too.
GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
CHUNK = 1 << 20

DAMAGED = (
    "This backup is damaged or incomplete, or no backup of the platform: nothing was written. "
    "Take another copy of it."
)


class Digesting(io.RawIOBase):
    """Passes bytes on to a file and keeps the hash of all of them."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        self.file.write(data)
        return len(data)

    def flush(self) -> None:
        self.file.flush()


class Writer:
    """Adds members to the archive."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, content: bytes) -> None:
        self.add_stream(name, len(content), io.BytesIO(content))

    def add_stream(self, name: str, size: int, source: Any) -> None:
        """A member of exactly ``size`` bytes; raises OSError when the source ends sooner."""
        member = tarfile.TarInfo(name)
        member.size = size
        member.mode = 0o600
        self._tar.addfile(member, source)
        self._tar.members.clear()  # type: ignore[attr-defined]  # tarfile keeps all


@contextlib.contextmanager
def writing(file: IO[bytes], keys: Keys) -> Iterator[Writer]:
    """Write an archive into ``file``; whole only when the block ends without an exception."""
    with (
        _locked(file, keys) as stream,
        gzip.GzipFile("", "wb", compresslevel=6, fileobj=stream, mtime=0) as packed,
        tarfile.open(mode="w|", fileobj=packed, format=tarfile.PAX_FORMAT) as tar,
    ):
        yield Writer(tar)


@contextlib.contextmanager
def reading(path: Path, keys: Keys) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The members (name, bytes) of an archive, in order, each to be read before the next.

    Raises BackupRefused for a damaged file or a wrong key; when the iterator has ended, everything
    was there and nothing was changed as far as age or gzip can tell.
    """
    try:
        with path.open("rb") as file, _opened(file, path, keys) as stream:
            yield _members(stream)
    except (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError) as error:
        raise BackupRefused(DAMAGED) from error


def _members(stream: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    with gzip.GzipFile(fileobj=stream, mode="rb") as packed:
        with tarfile.open(mode="r|", fileobj=packed) as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None:
                    raise BackupRefused(DAMAGED)
                yield member.name, content
                tar.members.clear()  # type: ignore[attr-defined]
        while packed.read(CHUNK):  # to the end, where gzip compares its sum
            pass


@contextlib.contextmanager
def _locked(file: IO[bytes], keys: Keys) -> Iterator[IO[bytes]]:
    if not keys:
        yield file
        return
    with _through(lambda source: pyrage.encrypt_io(source, file, keys.recipients)) as stream:
        yield stream


@contextlib.contextmanager
def _through(consume: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """A stream to write into, whose other end ``consume`` reads in a thread."""
    outgoing, incoming = os.pipe()
    failures: list[BaseException] = []

    def run() -> None:
        with os.fdopen(outgoing, "rb") as source:
            try:
                consume(source)
            except BaseException as error:
                failures.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(incoming, "wb") as stream:
            yield stream
    except BrokenPipeError:
        thread.join()
        raise failures[0] if failures else OSError("the other end was closed") from None
    finally:
        thread.join()
    if failures:
        raise failures[0]


@contextlib.contextmanager
def _opened(file: IO[bytes], path: Path, keys: Keys) -> Iterator[IO[bytes]]:
    head = file.read(len(AGE))
    file.seek(0)
    if head == AGE:
        if not keys.identities:
            raise BackupRefused(
                f"{path} is encrypted: give the file with its secret key (--key-file), or set "
                "GFMD_BACKUP_KEY."
            )
        with _unlocked(file, path, keys) as stream:
            yield stream
    elif head.startswith(GZIP):
        yield file
    else:
        raise BackupRefused(DAMAGED)


@contextlib.contextmanager
def _unlocked(file: IO[bytes], path: Path, keys: Keys) -> Iterator[IO[bytes]]:
    outgoing, incoming = os.pipe()
    failures: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(incoming, "wb") as target:
                pyrage.decrypt_io(file, target, keys.identities)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(outgoing, "rb") as stream:
            try:
                yield stream
                while stream.read(CHUNK):  # so that age has seen its last block
                    pass
            except (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError) as error:
                while stream.read(CHUNK):
                    pass
                thread.join()
                raise _of(failures, path) or error from error
    finally:
        thread.join()
    if failure := _of(failures, path):
        raise failure


def _of(failures: list[BaseException], path: Path) -> BackupRefused | None:
    """What went wrong while decrypting, in words."""
    if not failures:
        return None
    if isinstance(failures[0], pyrage.DecryptError):
        return BackupRefused(
            f"The key does not open {path}: it was made with another one. Nothing was written."
        )
    return BackupRefused(DAMAGED)
