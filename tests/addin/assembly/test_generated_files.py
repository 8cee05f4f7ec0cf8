"""What is generated is what the code makes today."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from addin.assembly.__main__ import GENERATED, ROOT, difference, main


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_nothing_generated_is_stale(name: str) -> None:
    """Names, order and bytes of every part; built twice they are the same file."""
    built = GENERATED[name]()
    assert difference(built, (ROOT / name).read_bytes()) == ""
    assert GENERATED[name]() == built


def test_a_difference_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    original = tmp_path / "book.xlsx"
    other = tmp_path / "other.xlsx"
    for path, text in ((original, "1"), (other, "2")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("xl/workbook.xml", text)
    monkeypatch.setattr("addin.assembly.__main__.ROOT", tmp_path)
    monkeypatch.setattr(
        "addin.assembly.__main__.GENERATED", {"book.xlsx": other.read_bytes, "none.xlsx": other.read_bytes}
    )
    assert main(["--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "stale   book.xlsx: parts differ: xl/workbook.xml",
        "stale   none.xlsx: missing",
    ]
    assert main([]) == 0
    assert main(["--check"]) == 0
