"""The file of a backup: opened by ordinary tools, refused when anything in it has changed."""

from __future__ import annotations

import io
import random
import tarfile
from pathlib import Path

import pyrage
import pytest

from gfmd_platform.backups import contents
from gfmd_platform.backups.archive import writing
from gfmd_platform.backups.contents import check_backup
from gfmd_platform.backups.exceptions import BackupRefused
from gfmd_platform.backups.keys import Keys, make_key, parse_keys
from gfmd_platform.backups.tables import Sum

ROWS = b"".join(b"%d\tword\\nword\n" % no for no in range(5000))


def written(path: Path, keys: Keys, *, number: int = contents.FORMAT, rows: bytes = ROWS) -> Path:
    told = Sum()
    told.add(ROWS)
    head = {"kind": contents.KIND, "format": number, "tables": {"a": ["id"]}, "application": "9.9"}
    manifest = {"tables": {"a": told.as_row()}, "files": {}, "sequences": {}, "ledger": {}}
    with path.open("wb") as file, writing(file, keys) as archive:
        contents.write_json(archive, contents.HEAD, head)
        archive.add("tables/a/000001", rows)
        contents.write_json(archive, contents.MANIFEST, manifest)
    return path


@pytest.fixture(params=["plain", "encrypted"])
def keys(request: pytest.FixtureRequest) -> Keys:
    return parse_keys(make_key(), "it") if request.param == "encrypted" else Keys()


def test_it_reads_what_it_wrote(keys: Keys, tmp_path: Path) -> None:
    found = check_backup(written(tmp_path / "it", keys), keys)
    assert (found.rows, found.encrypted) == (5000, bool(keys))


def test_every_changed_or_missing_byte_is_noticed(keys: Keys, tmp_path: Path) -> None:
    path = written(tmp_path / "it", keys)
    whole = path.read_bytes()
    chosen = random.Random(7)
    places = [0, 3, 8, 9, len(whole) - 1, *chosen.sample(range(len(whole)), 60)]
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        with pytest.raises(BackupRefused):
            check_backup(path, keys)
    for length in (0, 5, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(BackupRefused):
            check_backup(path, keys)


def test_rows_that_differ_from_the_manifest_are_refused(keys: Keys, tmp_path: Path) -> None:
    path = written(tmp_path / "it", keys, rows=ROWS.replace(b"4999", b"4998"))
    with pytest.raises(BackupRefused, match="damaged"):
        check_backup(path, keys)


def test_another_format_is_named(keys: Keys, tmp_path: Path) -> None:
    path = written(tmp_path / "it", keys, number=2)
    with pytest.raises(BackupRefused, match=r"format 2.*version that made it \(9\.9\)"):
        check_backup(path, keys)


def test_ordinary_tools_open_it(tmp_path: Path) -> None:
    keys = parse_keys(make_key(), "it")
    locked = written(tmp_path / "it", keys).read_bytes()
    plain = pyrage.decrypt(locked, keys.identities)
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:gz") as tar:
        assert tar.getnames() == ["head.json", "tables/a/000001", "manifest.json"]


@pytest.mark.parametrize("text", ["", "# only a remark\n", "ssh-ed25519 AAAA", "age1nonsense"])
def test_what_is_no_key_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(BackupRefused) as refusal:
        parse_keys(text, "The key file k")
    assert "AAAA" not in str(refusal.value) and "nonsense" not in str(refusal.value)
