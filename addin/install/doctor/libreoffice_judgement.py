"""What to do about LibreOffice: the extension in it, its settings and the Python that it starts."""

from __future__ import annotations

from collections.abc import Iterator

from addin.install.doctor.facts import OnLibreOffice
from addin.install.doctor.finding import Finding, fine, fix, note

_INSTALL = "Close LibreOffice, then run: centre-roi install --libreoffice."
_SUBJECT = "LibreOffice"
_EXTENSION = "Extension"


def libreoffice_findings(office: OnLibreOffice | None, version: str) -> Iterator[Finding]:
    """In the order in which one depends on the other."""
    if office is None:
        yield note(_SUBJECT, "not found", "Only needed for LibreOffice Calc.")
        return
    yield fine(_SUBJECT, f"{office.name}, {office.path}")
    if not office.is_used:
        yield note(
            _EXTENSION, "not in LibreOffice", "For the functions in Calc, run: centre-roi install --libreoffice."
        )
        return
    yield from _extension(office, version)
    yield _python(office)


def _extension(office: OnLibreOffice, version: str) -> Iterator[Finding]:
    if not office.extensions:
        yield fix(_EXTENSION, "not in LibreOffice, while its settings are there", _INSTALL)
    elif len(office.extensions) > 1:
        found = f"in LibreOffice twice, of versions {' and '.join(office.extensions)}"
        yield fix(_EXTENSION, found, "Remove the one for all users, or your own (Tools > Extensions in LibreOffice).")
    elif office.extensions[0] != version:
        yield fix(_EXTENSION, f"of version {office.extensions[0]}, and this is {version}", _INSTALL)
    else:
        yield fine(_EXTENSION, f"version {version} is in LibreOffice")


def _python(office: OnLibreOffice) -> Finding:
    subject = "Python for LibreOffice"
    if office.python is None:
        return fix(subject, f"{office.settings} is not there or lacks a line", _INSTALL)
    if office.start is not None and office.start.fault:
        found = f"{office.python} cannot load centre-roi: {office.start.fault}"
        return fix(
            subject,
            found,
            "Install centre-roi again in that Python, or with another run: centre-roi install --libreoffice.",
        )
    return fine(subject, f"{office.python} is ready")
