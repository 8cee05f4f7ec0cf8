"""Formulas that call out, nest without end, refer to everything or compute for ever."""

from __future__ import annotations

import random
import re
from xml.sax.saxutils import escape

from tests.hostile.cases import Case, mutation, sheet_parts, unpacked

OUTWARD = (
    "cmd|' /C calc'!A0",
    'DDE("cmd","/C calc","x")',
    'WEBSERVICE("http://127.0.0.1:9/")',
    'RTD("a.b",,"c")',
    'HYPERLINK("file:///etc/passwd","x")',
    'CALL("kernel32","WinExec","JCJ","calc",0)',
    'REGISTER.ID("kernel32","WinExec")',
    'EXEC("calc")',
    "'file:///etc/passwd'#$A$1",
    "'/etc/[passwd]x'!A1",
    "'\\\\host\\share\\[book.xlsx]S'!A1",
    "[1]Sheet1!A1",
    "[99]!CLV(1,2,3)",
    "'C:\\x\\CentreROI.xlam'!CLV(1,2,3)",
    "INDIRECT(\"'[bait.csv]x'!A1\")",
    'IMAGE("http://127.0.0.1:9/x.png")',
    'IMPORTDATA("http://127.0.0.1:9/")',
    'FILTERXML("<a/>","//a")',
    'INFO("directory")',
    'CELL("filename")',
    'SQL.REQUEST("DSN=x","","select 1")',
    'PY("import os")',
    'CUBEVALUE("x","y")',
)
HEAVY = (
    "COUNTIFS($F$1:$XFD$1048576,1)",
    "SUMPRODUCT((A:A=1)*(B:B=2)*(C:C=3))",
    'LEN(SUBSTITUTE(REPT("x",32767),"x",REPT("y",32767)))',
    'SUBSTITUTE(SUBSTITUTE(REPT("x",9999),"x",REPT("y",9999)),"y",REPT("z",999))',
    "SUM(SEQUENCE(1048576,16384))",
    "SUM(RANDARRAY(1048576,100))",
    "SUM(ROW(1:1048576))",
    "SUM(CLV(A1:A1048576,0.1,5))",
    "SUMPRODUCT(CLV(A1:XFD1048576,0.1,5))",
    "MATCH(1,A1:A1048576+0,0)",
    "IRR(SEQUENCE(1000000))",
    "SPREAD(1E9,1E9)",
    'ROWS(TARGET_BREAKDOWN(1E12,9999,"NRF","half-day"))',
    "10^10^10^10",
    'SUM(INDIRECT("A1:XFD1048576"))',
    "SUM(OFFSET(A1,0,0,1048576,16384))",
    "XLOOKUP(ROW(A1:A1048576),A1:A1048576,B1:B1048576)",
    'MEDIAN(IF(A1:A1048576="",ROW(A1:A1048576)))',
    'TEXTJOIN(",",FALSE,ROW(1:1048576))',
    "SORT(ROW(1:1048576))",
    "FILTER(ROW(1:1048576),ROW(1:1048576)>0)",
    "VSTACK(A1:XFD1048576,A1:XFD1048576)",
    "FACT(1E300)+COMBIN(1E15,5E14)",
)
FIRST = 900_000


def _with(case: Case, sheet: str, rows: str) -> Case:
    """Rows of formulas behind those of a sheet."""
    parts = unpacked(case.book)
    parts[sheet] = parts[sheet].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    return case.with_parts(parts)


def _column(texts: list[str], attributes: str = "", cached: str = "") -> str:
    """One formula a row in column E, far below what the template uses."""
    return "".join(
        f'<row r="{row}"><c r="E{row}"{cached}><f{attributes}>{escape(text)}</f></c></row>'
        for row, text in enumerate(texts, start=FIRST)
    )


def _any_sheet(chance: random.Random, case: Case) -> str:
    return chance.choice(sheet_parts(unpacked(case.book)))


@mutation
def calling_out(chance: random.Random, case: Case) -> Case:
    """Formulas that would start programs, open files or call servers."""
    return _with(case, _any_sheet(chance, case), _column(chance.sample(OUTWARD, 8)))


@mutation
def calling_out_from_an_input(chance: random.Random, case: Case) -> Case:
    """The same in cells that hold the template's own formulas."""
    parts = unpacked(case.book)
    sheet = chance.choice([name for name in sheet_parts(parts) if b"<f>" in parts[name]])
    places = list(re.finditer(rb"<f>[^<]*</f>", parts[sheet]))
    data = parts[sheet]
    for match in sorted(chance.sample(places, min(5, len(places))), key=lambda match: -match.start()):
        data = data[: match.start()] + f"<f>{escape(chance.choice(OUTWARD))}</f>".encode() + data[match.end() :]
    parts[sheet] = data
    return case.with_parts(parts)


@mutation
def deep_nesting(chance: random.Random, case: Case) -> Case:
    depth = chance.choice((60, 300, 1_000, 5_000, 100_000))
    shapes = (
        "(" * depth + "1" + ")" * depth,
        "SUM(" * depth + "1" + ")" * depth,
        "IF(1," * depth + "1" + ")" * depth,
        "-" * depth + "1",
        "1" + "%" * depth,
        "{" * depth,
        "+".join(["1"] * depth),
        "A1:" * depth + "A1",
        "CLV(" * depth,
        "'" * depth,
        "[" * depth,
        '"' * depth,
        "@" * depth + "A1",
        "A1" + "#" * depth,
        "LET(a,1," * depth + "1" + ")" * depth,
        "1=" * depth + "1",
        "1^" * depth + "1",
        "A1 " * depth,
        "a" * depth,
        "9" * depth,
    )
    return _with(case, _any_sheet(chance, case), _column([chance.choice(shapes)]))


@mutation
def heavy_formulas(chance: random.Random, case: Case) -> Case:
    texts = [chance.choice(HEAVY) for _ in range(chance.choice((1, 3, 40)))]
    return _with(case, _any_sheet(chance, case), _column(texts))


@mutation
def one_heavy_formula_many_times(chance: random.Random, case: Case) -> Case:
    return _with(case, _any_sheet(chance, case), _column([chance.choice(HEAVY)] * chance.choice((20, 2_000))))


@mutation
def texts_that_double(chance: random.Random, case: Case) -> Case:
    """Each cell twice or nine times the one above."""
    times = chance.choice((2, 9))
    texts = ['"x"', *("&".join([f"E{row}"] * times) for row in range(FIRST, FIRST + 60))]
    if chance.random() < 0.3:
        texts = ['"x"', *(f"CONCATENATE({','.join([f'E{row}'] * times)})" for row in range(FIRST, FIRST + 60))]
    return _with(case, _any_sheet(chance, case), _column(texts))


@mutation
def many_long_texts(chance: random.Random, case: Case) -> Case:
    """Formulas by the ten thousand, each with the longest text that a cell may show."""
    return _with(case, _any_sheet(chance, case), _column(['REPT("x",32767)'] * chance.choice((5_000, 60_000))))


@mutation
def long_chains(chance: random.Random, case: Case) -> Case:
    """Each formula needs the one above, or the one below."""
    length = chance.choice((1_000, 20_000, 60_000))
    step = chance.choice((-1, 1))
    return _with(case, _any_sheet(chance, case), _column([f"E{row + step}+1" for row in range(FIRST, FIRST + length)]))


@mutation
def circles(chance: random.Random, case: Case) -> Case:
    """Formulas that need themselves."""
    length = chance.choice((1, 2, 1_000, 20_000))
    texts = [f"E{FIRST + (row + 1) % length}+1" for row in range(length)]
    return _with(case, _any_sheet(chance, case), _column(texts))


@mutation
def array_ranges(chance: random.Random, case: Case) -> Case:
    """Array formulas declared for whole sheets, many of them, or nowhere."""
    area = chance.choice(
        ("A1:XFD1048576", f"E{FIRST}:E1048576", f"E{FIRST}:Z{FIRST + 9999}", "E1:E1", "", "²", "E1:E0")
    )
    texts = [chance.choice(("1", "ROW(1:9)", "CLV(A1:A9,0.1,5)"))] * chance.choice((1, 30, 3_000))
    kind = chance.choice((f' t="array" ref="{area}"', f' t="dataTable" ref="{area}" dt2D="1" r1="A1" r2="A2"'))
    return _with(case, _any_sheet(chance, case), _column(texts, kind, chance.choice(("", ' cm="1"', ' cm="99999"'))))


@mutation
def shared_formulas(chance: random.Random, case: Case) -> Case:
    """A formula of many thousand letters that many thousand cells share, or one that nobody wrote."""
    size, count = chance.choice(((4_000, 60_000), (8_000, 5_000), (10, 100_000), (0, 5)))
    text = "+".join(["$A$1"] * (size // 5)) or ""
    if chance.random() < 0.3:
        text = "+".join(["A1"] * (size // 3))
    master = f'<row r="{FIRST}"><c r="E{FIRST}"><f t="shared" si="77" ref="E{FIRST}:E1048576">{text}</f></c></row>'
    rows = "".join(
        f'<row r="{row}"><c r="E{row}"><f t="shared" si="77"/></c></row>' for row in range(FIRST + 1, FIRST + count)
    )
    return _with(case, _any_sheet(chance, case), master + rows)


@mutation
def long_formulas(chance: random.Random, case: Case) -> Case:
    """Longer than a cell takes, which is 8,192 letters."""
    size = chance.choice((9_000, 1_000_000, 9_000_000))
    text = chance.choice(('"' + "x" * size + '"', "+".join(["A1"] * (size // 3)), "A" * size, " " * size + "1"))
    return _with(case, _any_sheet(chance, case), _column([text]))


@mutation
def strange_letters(chance: random.Random, case: Case) -> Case:
    """Formulas with letters that XML or Unicode makes trouble of."""
    texts = (
        '"_xD800_"',
        '"_x0000_"&A1',
        "SUM(_x0001_)",
        "\u202eSUM(1)",
        "ＳＵＭ(1)",
        "²+1",
        "A²",
        '"\ufffe"'.replace("\ufffe", "\ufffd"),
        "\ue000missing\ue000",
        '"\ue000missing\ue000"',
        "CENTRE_ROI_RESULT(1)",
        "CENTRE_ROI_FIT(1,1E9,1E9)",
        'CENTRE_ROI_EACH("REPT","vv","x",A1:A9)',
        'CENTRE_ROI_EACH("x","zz",1)',
        "CENTRE_ROI_FILTER()",
        "CENTRE_ROI_INDEX(1)",
        "CENTRE_ROI_CHOOSE(1)",
        "ZQX9000001+1",
        'UNICHAR(55296)&"x"',
        "CHAR(0)&CHAR(1)",
        "FISCAL_WEEK(1,UNICHAR(55297))",
    )
    return _with(case, _any_sheet(chance, case), _column(chance.sample(texts, 6), cached=' t="str"'))


@mutation
def only_excel_knows(chance: random.Random, case: Case) -> Case:
    """Functions that are kept with their last value, which holds what a cell cannot."""
    value = chance.choice(("_x0000_", "_xD800_", "_x0001_=1+1", "x" * 100_000, "=cmd|x!A1"))
    rows = "".join(
        f'<row r="{row}"><c r="E{row}" t="str"><f>UNKNOWN.FUNCTION({row})</f><v>{value}</v></c></row>'
        for row in range(FIRST, FIRST + 5)
    )
    return _with(case, _any_sheet(chance, case), rows)
