"""The calculations of Centre ROI: each function once, importable under its name in lower case."""

from udfs.errors import CellError, Refused
from udfs.lifetime import annual_profit, annual_rate, clv, clv_retention, clv_simple, loyalty_years
from udfs.registry import functions
from udfs.service import breakeven_loyal, centre_roi, loyalty_gain, loyalty_loss, net_profit, roi, roi_interval
from udfs.survey import (
    disloyal_count,
    loyal_count,
    loyalty_class,
    margin_of_error,
    projected_count,
    satisfaction_index,
    survey_tally,
)

__all__ = [
    "CellError",
    "Refused",
    "annual_profit",
    "annual_rate",
    "breakeven_loyal",
    "centre_roi",
    "clv",
    "clv_retention",
    "clv_simple",
    "disloyal_count",
    "functions",
    "loyal_count",
    "loyalty_class",
    "loyalty_gain",
    "loyalty_loss",
    "loyalty_years",
    "margin_of_error",
    "net_profit",
    "projected_count",
    "roi",
    "roi_interval",
    "satisfaction_index",
    "survey_tally",
]
