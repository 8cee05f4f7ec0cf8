"""The survey template: the return of a service centre from a customer survey, month by month."""

KIND = "survey_roi"
VERSION = 1
