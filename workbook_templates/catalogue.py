"""The templates there are, and where their built workbooks lie."""

from __future__ import annotations

from importlib import resources
from typing import Final

from workbook_templates.centre_benefits.template import TEMPLATE as CENTRE_BENEFITS
from workbook_templates.refreshing.record import Template
from workbook_templates.survey_roi.template import TEMPLATE as SURVEY_ROI
from workbook_templates.target_breakdown.template import TEMPLATE as TARGET_BREAKDOWN
from workbook_templates.team_earnings.template import TEMPLATE as TEAM_EARNINGS

TEMPLATES: Final[dict[str, Template]] = {
    template.kind: template for template in (SURVEY_ROI, TARGET_BREAKDOWN, TEAM_EARNINGS, CENTRE_BENEFITS)
}


def workbook_bytes(kind: str) -> bytes:
    """The built, blank workbook of a template."""
    return resources.files("workbook_templates").joinpath(f"{kind}.xlsx").read_bytes()
