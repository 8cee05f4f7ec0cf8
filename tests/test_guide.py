"""The user guide: every number that it shows stands in the demo's workbook, and comes out by hand as it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from addin.actions.demo import DEMOS
from addin.actions.report_pages import pages_of
from addin.assembly.pictures import picture_name
from addin.cells.addresses import parse_area
from addin.engine.single_formula import evaluate_formula
from addin.formulas.references import sheet_of
from addin.workbook.file import WorkbookFile
from workbook_templates.catalogue import TEMPLATES

DOCS = Path(__file__).parent.parent / "docs"
GUIDE = DOCS / "guide"
PICTURE = re.compile(r"!\[[^\]]+\]\(([^)]+\.png)\)")
MOST_OF_A_PICTURE = 80_000
"""Bytes."""
PAGES = {
    "survey_roi": "survey.md",
    "target_breakdown": "targets.md",
    "team_earnings": "earnings.md",
    "centre_benefits": "benefits.md",
}
LINE = re.compile(r"^\| `(?P<place>[^`]+)` \| (?P<shown>[^|]+) \| `(?P<by_hand>[^`]+)` \|", re.MULTILINE)
LINES = [
    (kind, *match.groups())
    for kind, page in PAGES.items()
    for match in LINE.finditer((GUIDE / page).read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, WorkbookFile]:
    """The demo's workbooks as they were saved, by template."""
    written = [demo.write(tmp_path_factory.mktemp("guide")) for demo in DEMOS]
    return {result.template.kind: WorkbookFile(path) for path, result in written}


def as_number(shown: str) -> tuple[float, float]:
    """The number that is printed, and half of its last digit."""
    digits = shown.strip().removesuffix("%").replace(",", "")
    scale = 100 if shown.strip().endswith("%") else 1
    return float(digits) / scale, 0.5 / 10 ** len(digits.partition(".")[2]) / scale


def in_the_workbook(book: WorkbookFile, place: str) -> object:
    sheet, _, cell = place.rpartition("!")
    if not sheet:
        return book.read_cell(place)
    area = parse_area(cell)
    assert area is not None
    return book.package.sheet(sheet_of(f"{sheet}!")).cached(area.first_row, area.first_column)


@pytest.mark.parametrize(("kind", "place", "shown", "by_hand"), LINES)
def test_a_number_of_the_guide_stands_in_the_demo_and_comes_out_by_hand(
    demo: Mapping[str, WorkbookFile], kind: str, place: str, shown: str, by_hand: str
) -> None:
    printed, half = as_number(shown)
    assert in_the_workbook(demo[kind], place) == pytest.approx(printed, abs=half)
    assert evaluate_formula(by_hand) == pytest.approx(printed, abs=half)


def test_every_template_has_a_page() -> None:
    assert PAGES.keys() == TEMPLATES.keys()


@pytest.mark.parametrize("page", PAGES.values())
def test_every_page_ends_in_numbers_to_check(page: str) -> None:
    last = (GUIDE / page).read_text(encoding="utf-8").rpartition("\n## ")[2]
    assert last.startswith("Check a number by hand")
    assert len(LINE.findall(last)) >= 5


def test_every_picture_that_is_shown_is_there_and_every_picture_is_shown() -> None:
    pages = [*GUIDE.glob("*.md"), DOCS.parent / "README.md"]
    shown = [
        (page.parent / name).resolve() for page in pages for name in PICTURE.findall(page.read_text(encoding="utf-8"))
    ]
    assert len(shown) == len(set(shown))
    kept = {picture.resolve() for picture in (DOCS / "pictures").iterdir()}
    assert set(shown) == kept
    assert max(picture.stat().st_size for picture in kept) < MOST_OF_A_PICTURE


@pytest.mark.parametrize("kind", PAGES)
def test_every_sheet_of_a_report_is_shown_on_its_page(kind: str, demo: Mapping[str, WorkbookFile]) -> None:
    package = demo[kind].package
    names = {picture_name(package.path, sheet) for sheet in pages_of(package, TEMPLATES[kind].pages)}
    assert names == {Path(name).name for name in PICTURE.findall((GUIDE / PAGES[kind]).read_text(encoding="utf-8"))}
