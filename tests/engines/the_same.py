"""The survey that every kind of source must count alike, and what the workbook's own sheet makes of it."""

from __future__ import annotations

from typing import Any

from addin.sources.files import rows_of_sheet
from tests.addin.sources.messy import ROWS
from tests.conftest import Survey
from workbook_templates.catalogue import TEMPLATES

CODES = {"Missing-value codes": [None, None, None, "99, n/a"]}


def of_the_sheet(survey: Survey) -> tuple[dict[str, Any], int]:
    """What a refresh would write of the rows on the sheet Responses, and the number of the first of them."""
    segments = {"Segment": ["Retail", "SME", "企业客户"]}
    survey.fill(columns={"segments": segments, "source_columns": CODES}, responses=ROWS)
    book, template = survey.read(), TEMPLATES["survey_roi"]
    rows = rows_of_sheet(book, "responses")
    found = template.tally(template.settings(book), {"responses": rows})
    counts = found.counts["responses"]
    return {**found.tables, "figures": [[counts.read, counts.tallied, counts.rejected]]}, rows.first_row


def agree(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """The same tally, and every rejected row with the same number, cells and reason."""
    assert found["figures"] == expected["figures"] == [[22, 8, 12]]
    assert found["tally"] == expected["tally"]
    assert found["rejected"] == expected["rejected"]
