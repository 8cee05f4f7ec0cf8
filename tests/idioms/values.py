"""The values of all idioms, computed and written into their files: `python -m tests.idioms.values`, by hand.

Two programs that have nothing in common compute each idiom, LibreOffice and formulon. Where they agree to 15 digits,
that is its value. One of them may compute another formula that must answer the same, where it lacks a function or does
otherwise what the idiom's own formula asks. A value that a line's source calls one by hand stays as it is.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tests.idioms.books import BOOKS, values_only
from tests.idioms.notation import Value, rows_of, same, written
from tests.idioms.programs import Shape, by_formulon, by_libreoffice
from tests.idioms.reading import HEADERS, IDIOMS, OF_TEMPLATES, Idiom, idioms, idioms_of
from tests.idioms.sheets import FEW, Parts, empty_parts, placed, with_user_sheets
from udfs.calling.errors import CellError

BY_HAND: Final = "by hand: "
UNCHANGED: Final = "rows of the template"
"""Idioms of the tables that a refresh reads and does not write."""
_ROOM: Final = 45
"""Rows that are left for an array of unknown size: as many as the inputs have, and some."""
_OTHER: Final = " by the other form"
_SOURCES: Final = (
    (False, False, "LibreOffice, formulon"),
    (True, False, f"LibreOffice{_OTHER}, formulon"),
    (False, True, f"LibreOffice, formulon{_OTHER}"),
    (True, True, f"LibreOffice, formulon, both{_OTHER}"),
)
"""Whether LibreOffice and formulon computed the other form, and how that is told."""


@dataclass(frozen=True)
class Answers:
    """What the programs say of all idioms, by whether they computed the other form, and by id."""

    libreoffice: dict[bool, dict[str, Value]]
    formulon: dict[bool, dict[str, Value]]

    def agreed(self, idiom: Idiom) -> tuple[Value, str] | None:
        """The value on which both agree, and the source; an error is what nobody lacks a function for."""
        found = list(self._pairs(idiom))
        return next((pair for pair in found if not _holds_error(pair[0])), found[0] if found else None)

    def _pairs(self, idiom: Idiom) -> Iterator[tuple[Value, str]]:
        for others, other, source in _SOURCES[: 4 if idiom.same_as else 1]:
            value = self.libreoffice[others][idiom.id]
            if same(value, self.formulon[other][idiom.id]):
                yield self.formulon[other][idiom.id], source


def answers(base: Parts, listed: Sequence[Idiom], switch: str) -> Answers:
    """Both programs asked for both forms, beside the sheets of a package."""
    forms = {False: placed(listed, _ROOM)}
    forms[True] = [replace(place, idiom=_other_form(place.idiom)) for place in forms[False]]
    formulon = {other: by_formulon(with_user_sheets(base, places, switch), places) for other, places in forms.items()}
    shapes = {each.id: _shape([values[each.id] for values in formulon.values()]) for each in listed}
    blanks: dict[str, Value] = {name: ((None,) * width,) * height for name, (height, width) in shapes.items()}
    libreoffice = {
        other: by_libreoffice(with_user_sheets(base, places, switch, blanks), places, shapes)
        for other, places in forms.items()
    }
    return Answers(libreoffice, formulon)


def _other_form(idiom: Idiom) -> Idiom:
    if not idiom.same_as:
        return idiom
    return replace(idiom, formula=idiom.same_as, kind="array" if idiom.kind == "plain" else idiom.kind)


def _shape(values: Sequence[Value]) -> Shape:
    return max((len(rows), len(rows[0])) for rows in map(rows_of, values))


def _holds_error(value: Value) -> bool:
    return any(isinstance(cell, CellError) for row in rows_of(value) for cell in row)


def with_values(listed: Sequence[Idiom], before: Answers, after: Answers) -> tuple[list[Idiom], list[str]]:
    """The idioms with their values, and what is wrong with those that cannot stay."""
    valued, problems = [], []
    for idiom in listed:
        old, new = before.agreed(idiom), after.agreed(idiom)
        if idiom.source.startswith(BY_HAND):
            valued.append(idiom)
        elif old is None or new is None:
            problems.append(f"{idiom.id}: {_all_answers(idiom, before)} before, {_all_answers(idiom, after)} after")
        else:
            valued.append(replace(idiom, old=old[0], new=new[0], source=max(old[1], new[1], key=len)))
        if valued and valued[-1].id == idiom.id and not _changes_as_it_must(valued[-1]):
            problems.append(f"{idiom.id}: does not change, or should not: {written(valued.pop().old)}")
    return valued, problems


def _changes_as_it_must(idiom: Idiom) -> bool:
    """The rows that a refresh reads stay; whatever else an idiom needs changes."""
    return same(idiom.old, idiom.new) == (idiom.category == UNCHANGED)


def _all_answers(idiom: Idiom, found: Answers) -> str:
    forms = (False, True) if idiom.same_as else (False,)
    values = [values[other][idiom.id] for values in (found.libreoffice, found.formulon) for other in forms]
    return " | ".join(map(written, values))


def main() -> None:
    """Compute and write; what has no value is told and left out."""
    problems = [*_write_idioms(), *_write_idioms_of_templates()]
    print(*problems, sep="\n")
    sys.exit(bool(problems))


def _write_idioms() -> list[str]:
    listed = idioms()
    before, after = (answers(empty_parts(), listed, str(rows)) for rows in (10 * FEW, FEW // 10))
    valued, problems = with_values(listed, before, after)
    _write(IDIOMS, HEADERS, valued)
    return problems


def _write_idioms_of_templates() -> list[str]:
    """The same beside the tables and results of a template as they are before and after a refresh, as constants."""
    all_valued, all_problems = [], []
    for book in BOOKS:
        listed = idioms_of(book.kind)
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            path = folder / book.demo.file
            book.write(path)
            before = answers(values_only(path.read_bytes(), folder), listed, str(10 * FEW))
            book.refresh(path)
            (folder / "values.xlsx").unlink()
            after = answers(values_only(path.read_bytes(), folder), listed, str(FEW // 10))
        valued, problems = with_values(listed, before, after)
        all_valued += valued
        all_problems += [f"{book.kind}: {problem}" for problem in problems]
    _write(OF_TEMPLATES, ("template", *HEADERS), all_valued)
    return all_problems


def _write(path: Path, headers: Sequence[str], valued: Sequence[Idiom]) -> None:
    lines = ["\t".join(headers), *(idiom.line for idiom in valued)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(valued)} idioms have their values")


if __name__ == "__main__":
    main()
