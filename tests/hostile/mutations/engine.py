"""What formulas meet in odd workbooks: names of one sheet, errors typed in, escapes, entities, calls of calls."""

from __future__ import annotations

import random
import re
from xml.sax.saxutils import escape, quoteattr

from tests.hostile.cases import Case, Parts, mutation, sheet_parts, unpacked

_BOOK = "xl/workbook.xml"
_ROW = 950


def _with_cells(parts: Parts, sheet: str, cells: list[str]) -> None:
    """Rows with a cell each, below those of the sheet."""
    rows = "".join(f'<row r="{row}">{cell.format(row=row)}</row>' for row, cell in enumerate(cells, _ROW))
    parts[sheet] = parts[sheet].replace(b"</sheetData>", rows.encode() + b"</sheetData>")


def _formulas(*texts: str) -> list[str]:
    """Each with an old value, so that it is proven against that."""
    return [
        '<c r="E{row}"><f>' + escape(text).replace("{", "{{").replace("}", "}}") + "</f><v>1</v></c>" for text in texts
    ]


def _named(parts: Parts, *names: tuple[str, str, int | None]) -> None:
    """Defined names, each of the workbook or of the sheet with that number."""
    texts = "".join(
        f"<definedName name={quoteattr(name)}{'' if sheet is None else f' localSheetId={chr(34)}{sheet}{chr(34)}'}>"
        f"{escape(text)}</definedName>"
        for name, text, sheet in names
    )
    parts[_BOOK] = parts[_BOOK].replace(b"</definedNames>", texts.encode() + b"</definedNames>")


@mutation
def names_of_one_sheet(chance: random.Random, case: Case) -> Case:
    """The same name in the workbook and on sheets, which may not exist; the refresh's own names among them."""
    parts = unpacked(case.book)
    own = re.findall(rb'<definedName name="([^"]*)"', parts[_BOOK])
    name = chance.choice(("Rate", "CLV", chance.choice(own).decode()))
    _named(parts, (name, "Inputs!$A$1", 0), (name, "1", 1), (name, "2", chance.choice((2, 999, -1))))
    _with_cells(parts, chance.choice(sheet_parts(parts)), _formulas(f"{name}+1", f"Inputs!{name}", f"SUM({name})"))
    return case.with_parts(parts)


@mutation
def relative_names(chance: random.Random, case: Case) -> Case:
    """Names that mean another cell in each cell, also beyond the sheet's edges."""
    parts = unpacked(case.book)
    text = chance.choice(("Inputs!A1", "Inputs!XFD1048576", "!A1", "Inputs!A1:B$2", "OFFSET(!A1,-1,-1)", "Nowhere!B2"))
    _named(parts, ("beside", text, None))
    _with_cells(parts, chance.choice(sheet_parts(parts)), _formulas("beside+1", "SUM(beside)", "COUNTA(beside:A1)"))
    return case.with_parts(parts)


@mutation
def addresses_by_numbers(chance: random.Random, case: Case) -> Case:
    """INDIRECT with rows and columns by numbers."""
    parts = unpacked(case.book)
    texts = (
        "R1C1",
        "R[-1]C[-1]",
        "R[-1048577]C",
        "RC",
        "R",
        "C1:C2",
        "Inputs!R1C1",
        "R0C0",
        "R99999999C1",
        "r1c1:r9c9",
    )
    _with_cells(
        parts,
        chance.choice(sheet_parts(parts)),
        _formulas(*(f'INDIRECT("{each}",FALSE)' for each in chance.sample(texts, 6)), 'SUM(INDIRECT("C",0))'),
    )
    return case.with_parts(parts)


@mutation
def errors_typed_in(chance: random.Random, case: Case) -> Case:
    """Errors that are no formula's, known and unknown ones, and what counts with them."""
    parts = unpacked(case.book)
    codes = ("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#BUSY!", "#N/A", "#what?", "", "1")
    cells = [f'<c r="E{{row}}" t="e"><v>{code}</v></c>' for code in codes]
    uses = (
        f"E{_ROW}",
        f"IFERROR(E{_ROW},1)",
        f"ERROR.TYPE(E{_ROW + 1})",
        f"ISERROR(E{_ROW + 7})",
        f"SUM(E{_ROW}:E{_ROW + 9})",
    )
    _with_cells(parts, chance.choice(sheet_parts(parts)), [*cells, *_formulas(*uses)])
    return case.with_parts(parts)


@mutation
def escaped_texts(chance: random.Random, case: Case) -> Case:
    """Texts with escapes, in cells, in formulas and in what these showed last."""
    parts = unpacked(case.book)
    text = chance.choice(("a_x000D_b", "_x005F_x000D_", "_x000d_", "_xD800_", "_x0000_", "_x005F_x005F_"))
    cells = [
        f'<c r="E{{row}}" t="inlineStr"><is><t>{text}</t></is></c>',
        f'<c r="E{{row}}" t="str"><f>"{text}"</f><v>{text}</v></c>',
        *_formulas(f"LEN(E{_ROW})", f'E{_ROW}="{text}"', f'SUBSTITUTE(E{_ROW},CHAR(13),"")', f'COUNTIF(E:E,"{text}")'),
    ]
    _with_cells(parts, chance.choice(sheet_parts(parts)), cells)
    return case.with_parts(parts)


@mutation
def digits_as_entities(chance: random.Random, case: Case) -> Case:
    """Numbers, addresses and types written as entities, in small sheets and in those over a megabyte."""
    parts = unpacked(case.book)
    sheet = chance.choice(sheet_parts(parts))
    what = chance.choice((rb"(<v>)([0-9])", rb'(<c r=")([A-Z])', rb'(<row r=")([0-9])', rb"(<f>)([A-Z])"))
    parts[sheet] = re.sub(
        what, lambda found: found[1] + b"&#%d;" % found[2][0], parts[sheet], count=chance.choice((1, 50, 0))
    )
    if chance.random() < 0.5:
        filling = b"".join(
            b'<row r="%d"><c r="Z%d"><v>&#49;&#50;</v></c></row>' % (row, row) for row in range(2000, 32_000)
        )
        parts[sheet] = parts[sheet].replace(b"</sheetData>", filling + b"</sheetData>")
    return case.with_parts(parts)


@mutation
def deep_names(chance: random.Random, case: Case) -> Case:
    """A name that means a name that means a name ..."""
    parts = unpacked(case.book)
    depth = chance.choice((50, 500, 5_000))
    last = chance.choice(("1", "Inputs!$A$1", "deep_0"))
    _named(parts, *((f"deep_{n}", f"deep_{n + 1}" if n < depth else last, None) for n in range(depth + 1)))
    _with_cells(parts, chance.choice(sheet_parts(parts)), _formulas("deep_0", "SUM(deep_0,1)"))
    return case.with_parts(parts)


@mutation
def calls_of_calls(chance: random.Random, case: Case) -> Case:
    """Functions of ours within those that ask for an argument twice, many levels deep."""
    parts = unpacked(case.book)
    depth = chance.choice((3, 10, 25))
    kinds = ("INDEX({},1)", "CHOOSE(1,{},{})", "IF(TRUE,{},{})", "IFERROR({},{})", "CLV({},10%,5)", "SUM(SPREAD({},3))")
    text = "A1"
    for _ in range(depth):
        kind = chance.choice(kinds)
        text = kind.format(*[text] * kind.count("{}"))
        if len(text) > 8_000:
            break
    _with_cells(parts, chance.choice(sheet_parts(parts)), _formulas(text[:8_192]))
    return case.with_parts(parts)


@mutation
def formulas_of_users(chance: random.Random, case: Case) -> Case:
    """Formulas that spill, look back, or are volatile, beside values that they never had."""
    parts = unpacked(case.book)
    texts = (
        "SEQUENCE(3)",
        "E950#",
        "UNIQUE(A:A)",
        "NOW()",
        "RAND()",
        "OFFSET(A1,1,1)",
        "LET(x,1,x+x)",
        "LAMBDA(x,x)(1)",
    )
    _with_cells(parts, chance.choice(sheet_parts(parts)), _formulas(*texts))
    return case.with_parts(parts)
