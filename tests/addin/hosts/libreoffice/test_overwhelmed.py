"""Workbooks and cells that overwhelm: the process that LibreOffice starts says so, and answers the next request."""

from __future__ import annotations

import io
import os
import re
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from addin.hosts.libreoffice.connection import Connection, Unanswered
from tests.addin.hosts.libreoffice.test_connection import settings
from tests.hostile.cases import BOOK
from tests.hostile.mutations.formulas import FIRST
from tests.hostile.seeds import healthy
from tests.workbooks import SHEET, package

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone limits the memory of a process by /proc")
MOST = 1_200_000_000
"""Bytes that the process and its children may hold together."""
ONE = ("function", "CLV", (1.0, 0.0, 1.0))
BROKEN_OFF = (
    r"book.xlsx: (was broken off: )?(its formulas (take|answer)|computing it takes too long).* Nothing was changed"
)


@pytest.fixture
def connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))  # the log goes there
    connected = Connection(settings(home, sys.executable))
    connected.ask(*ONE)
    yield connected
    connected._end()


def number_of(connection: Connection) -> int:
    assert connection._process is not None
    return connection._process.pid


def children_of(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


@contextmanager
def measured(connection: Connection) -> Iterator[list[int]]:
    """The most bytes that the process and its children held, as the only one of the list, in the end."""
    done, most, server = threading.Event(), [0], number_of(connection)

    def held(process: int) -> int:
        try:
            return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            return 0

    def watch() -> None:
        while not done.wait(0.005):
            most[0] = max(most[0], sum(map(held, (server, *children_of(server)))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        done.set()
        watcher.join()


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"A1": "=SUMPRODUCT((ROW(B1:B100000)=TRANSPOSE(ROW(B1:B100000)))*1)"}, id="array of arrays"),
        pytest.param({"A1": '=LEN(TEXTJOIN(",",TRUE,REPT("x",SEQUENCE(30000))))'}, id="growing texts"),
        pytest.param(
            {"A1": '=REPT("x",32767)', **{f"B{row}": f"=A$1&{row}" for row in range(1, 2000)}}, id="many long texts"
        ),
        pytest.param(
            {
                **{f"A{row}": f"=SUMPRODUCT((B$1:B$1048576={row})*(C$1:C$1048576={row}))" for row in range(1, 300)},
                "B1": 1,
                "C900000": 1,
            },
            id="whole columns",
        ),
    ],
)
def test_check_and_explain_of_a_bomb(connection: Connection, cells: dict[str, object], tmp_path: Path) -> None:
    book = package(tmp_path, cells).path
    before, server = book.read_bytes(), number_of(connection)
    with measured(connection) as most:
        checked = connection.ask("check", str(book))[0]
        assert connection.ask(*ONE) == ((1.0,),)
        explained = connection.ask("explain", str(book), "Calc", 1, 1, 519)[0]
    assert re.match(BROKEN_OFF, checked)
    assert re.match(BROKEN_OFF, explained)
    assert most[0] < MOST
    assert connection.ask(*ONE) == ((1.0,),)
    assert number_of(connection) == server
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    "formula", ["SUM(OFFSET(A1,0,0,SUM(1048576),16000))", 'LEN(TEXTJOIN(",",TRUE,REPT("x",SEQUENCE(30000))))']
)
def test_refresh_of_a_bomb(connection: Connection, formula: str, tmp_path: Path) -> None:
    """The workbook of a template, to which somebody added a formula."""
    book = tmp_path / BOOK
    book.write_bytes(_with_formula(healthy().book, formula))
    before, server = book.read_bytes(), number_of(connection)
    with measured(connection) as most:
        text = connection.ask("refresh", str(book), "")[0]
    assert most[0] < MOST
    assert connection.ask(*ONE) == ((1.0,),)
    assert number_of(connection) == server
    if "refreshed" in text:  # the formula is not computed, and is named among what Excel alone can compute
        assert "Excel" in text
    else:
        assert "Nothing was changed" in text
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == {BOOK: before}


def _with_formula(book: bytes, formula: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == SHEET:
                row = f'<row r="{FIRST}"><c r="E{FIRST}"><f>{escape(formula)}</f></c></row></sheetData>'
                data = data.replace(b"</sheetData>", row.encode())
            new.writestr(name, data)
    return stream.getvalue()


def test_a_million_cells_are_answered(connection: Connection) -> None:
    column = ((2400.0,),) * 1_048_576
    with measured(connection) as most:
        answer = connection.ask("function", "CLV", (column, 0.1, 5.0))
    assert (len(answer), answer[0], answer[-1]) == (1_048_576, answer[-1], answer[0])
    assert most[0] < MOST


def test_cells_beyond_all_memory_end_the_process_and_the_next_call_starts_another(tmp_path: Path) -> None:
    """A limit that is reached at once stands for a machine's memory."""
    python = tmp_path / "python"
    code = (
        "import addin.engine.limits as limits; limits.ROOM_OF_A_SERVER = 64 << 20;"
        "from addin.hosts.libreoffice import server; server.ROOM_OF_A_SERVER = 64 << 20; server.main()"
    )
    python.write_text(f"#!/bin/sh\nexec '{sys.executable}' -P -c '{code}'\n", encoding="utf-8")
    python.chmod(0o700)
    connected = Connection(settings(tmp_path, str(python)))
    assert connected.ask(*ONE) == ((1.0,),)
    column = tuple((float(row),) for row in range(1_000_000))
    try:
        with pytest.raises(Unanswered, match=r"ended \(the cells of a formula take more than 67 MB of memory\)"):
            connected.ask("function", "CLV", (column, 0.1, 5.0))
        assert connected.ask(*ONE) == ((1.0,),)
    finally:
        connected._end()
