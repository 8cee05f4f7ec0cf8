"""The benefits template: what each of the six kinds of centre brings in, and what the contact functions cost."""

KIND = "centre_benefits"
VERSION = 1
