"""The earnings template: what each sale brings, what the person earns and when, what the company keeps."""

KIND = "team_earnings"
VERSION = 1
