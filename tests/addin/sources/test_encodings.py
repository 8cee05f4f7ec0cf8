"""Text files in the encodings of many countries, told by the headers that they should have and by their letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.refusal import Refusal
from addin.sources.delimited_text import DelimitedText, read_delimited
from addin.sources.files import rows_of_file
from workbook_templates.refreshing.wanted import HeaderText

WESTERN = "Windows-1252 (Western European)"
CENTRAL = "Windows-1250 (Central European)"
TURKISH = "Windows-1254 (Turkish)"
CYRILLIC = "Windows-1251 (Cyrillic)"
GREEK = "Windows-1253 (Greek)"
GB = "GB18030 (Chinese)"
BIG5 = "Big5 (Chinese)"
JAPANESE = "Shift-JIS (Japanese)"
KOREAN = "EUC-KR (Korean)"


def read(folder: Path, content: bytes, wanted: tuple[str, ...] = ("Date", "Index")) -> DelimitedText:
    path = folder / "survey.csv"
    path.write_bytes(content)
    return read_delimited(path, wanted)


def refused(folder: Path, content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read(folder, content)
    return str(caught.value)


@pytest.mark.parametrize(
    ("codec", "said", "names"),
    [
        ("cp1252", WESTERN, ["Müller"]),
        ("cp1252", WESTERN, ["Großkunden", "Öffentliche Hand", "„Spaß“ – 5 €"]),
        ("cp1252", WESTERN, ["Société générale", "Crème brûlée", "l’été"]),
        ("cp1252", WESTERN, ["Muñoz", "Peña"]),
        ("cp1250", CENTRAL, ["Příbram", "Ředitel Novák", "Střední"]),
        ("cp1250", CENTRAL, ["Nagy Gyöngyi", "Szűcs Győző"]),
        ("cp1250", CENTRAL, ["Łódź", "Wałęsa", "Święto"]),
        ("cp1254", TURKISH, ["Şişli Müşteri", "Yılmaz Doğan İstanbul"]),
        ("cp1251", CYRILLIC, ["Иванов", "Розница", "МОСКВА"]),
        ("cp1253", GREEK, ["Παπαδόπουλος", "Λιανική"]),
        ("gb18030", GB, ["王芳", "零售"]),
        ("gb18030", GB, ["男"]),
        ("gb18030", GB, ["服务质量满意度", "中国移动通信集团"]),
        ("cp950", BIG5, ["王小明", "零售"]),
        ("cp932", JAPANESE, ["田中", "リテール", "さくら"]),
        ("cp949", KOREAN, ["서울 강남구", "개인 고객", "법인 고객"]),
    ],
)
def test_names_below_plain_headers_tell_the_encoding(tmp_path: Path, codec: str, said: str, names: list[str]) -> None:
    lines = "".join(f"2026-01-15,{name},90\n" for name in names)
    text = read(tmp_path, f"Date,Customer,Index\n{lines}".encode(codec))
    assert text.columns[1] == names
    assert text.detected == (
        f"Read as {said}, comma between cells. If its names look wrong, save the file as CSV UTF-8."
    )


@pytest.mark.parametrize(
    ("codec", "said", "header"),
    [
        ("cp1252", WESTERN, "Qualität"),
        ("cp950", BIG5, "分數"),
        ("gb18030", GB, "满意度"),
        ("cp932", JAPANESE, "満足度"),
        ("cp949", KOREAN, "만족도"),
        ("cp1251", CYRILLIC, "Оценка"),
        ("cp1253", GREEK, "Βαθμός"),
        ("cp1250", CENTRAL, "Spokojenost č."),
        ("cp1254", TURKISH, "Memnuniyet ığ"),
    ],
)
def test_the_wanted_headers_tell_the_encoding(tmp_path: Path, codec: str, said: str, header: str) -> None:
    text = read(tmp_path, f"Date;{header}\n2026-01-15;90\n".encode(codec), ("Date", header))
    assert text.headers == ["Date", header]
    assert text.detected.startswith(f"Read as {said}, semicolon between cells.")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(tmp_path: Path, codec: str) -> None:
    text = read(tmp_path, "Date\tCustomer\tIndex\r\n2026-01-15\t王芳\t90\r\n".encode(codec))
    assert (text.columns[1], text.detected) == (["王芳"], "Read as UTF-16, tab between cells.")


def test_a_stray_byte_in_a_file_of_utf_8_is_refused_with_its_row(tmp_path: Path) -> None:
    good = 'Date,Customer,Segment,Index\n2026-01-15,Müller,"Groß-\nkunden",90\n'.encode()
    said = refused(tmp_path, good + b"2026-01-16,M\xfcller,Retail,80\n")
    assert said == (
        'survey.csv: row 3 holds a letter that is not UTF-8, as the others of the file are: "2026-01-16,'
        'M\ufffdller,Retail,80". Correct it there, or save the table as CSV UTF-8 in the program that it comes from.'
    )
    assert "row 3 holds" in refused(tmp_path, b"sep=,\r\n" + good + b"2026-01-16,M\xfcller,Retail,80\n")
    assert "row 4 holds" in refused(tmp_path, good + b"2026-01-16,a,b,c\n2026-01-16,\xc3")


def test_a_header_in_utf_8_above_a_stray_byte_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_bytes("Date,Qualität\n2026-01-15,90\n".encode() + b"M\xfcller,80\n")
    with pytest.raises(Refusal, match="row 3 holds a letter that is not UTF-8"):
        read_delimited(path, ("Date", "Qualität"))


def test_two_files_of_two_encodings_joined(tmp_path: Path) -> None:
    line = "2026-01-15,Müller,90\n"
    half = f"Date,Customer,Index\n{line * 3}".encode("cp1252") + (line * 2).encode()
    assert "row 2 holds a letter that is not UTF-8" in refused(tmp_path, half)


def test_a_long_file_is_decoded_as_a_whole(tmp_path: Path) -> None:
    line = "2026-01-15,Ann,90\n"
    text = read(tmp_path, ("Date,Customer,Index\n" + line * 10_000 + "2026-01-15,Müller,90\n").encode("cp1252"))
    assert (text.columns[1][-1], len(text.columns[1])) == ("Müller", 10_001)


def test_bytes_that_belong_to_no_language(tmp_path: Path) -> None:
    assert refused(tmp_path, b"Date,Index\n\x98\xff\xff,1\n").endswith(
        "in no encoding that is known here; save it as CSV UTF-8."
    )


@pytest.mark.parametrize("begin", ["", "sep=|\r\n"])
def test_vertical_bars_between_cells(tmp_path: Path, begin: str) -> None:
    text = read(tmp_path, f'{begin}Date|Customer|Index\n2026-01-15|"a|b"|"85,5"\n'.encode())
    assert text.columns == [["2026-01-15"], ["a|b"], ["85,5"]]
    assert text.detected == "Read as UTF-8, vertical bar between cells."


def test_a_header_with_a_comma_finds_its_row_and_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text("Survey, of January\n\nDate;Score, overall\n2026-01-15;90\n", encoding="utf-8")
    rows = rows_of_file(path, ("Date", HeaderText("Score, overall", ("Score", "overall"))))
    assert (list(rows.headers), rows.first_row) == (["Date", "Score, overall"], 4)
