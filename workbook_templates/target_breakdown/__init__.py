"""The target template: a year's sales, profit and cost broken down to the half-day and set against actuals."""

KIND = "target_breakdown"
VERSION = 1
