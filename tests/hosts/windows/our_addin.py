"""The built CentreROI.xlam in the stand-in, with settings as `centre-roi install` writes them."""

from __future__ import annotations

from pathlib import Path

from addin.assembly.__main__ import ROOT
from tests.hosts.windows import wine
from tests.hosts.windows.session import Excel

ADDIN = ROOT / "addin" / "CentreROI.xlam"


def settings(root: Path, interpreter: str = "pythonw.exe") -> dict[str, str]:
    """What the settings file says."""
    home = wine.python_home(root)
    (library,) = home.glob("xlwings64-*.dll")
    return {
        "PYTHON": wine.windows_path(home / interpreter),
        "DLL64": wine.windows_path(library),
        "DLL32": wine.windows_path(home / library.name.replace("64", "32")),
    }


def open_our_addin(excel: Excel, profile: Path, chosen: dict[str, str] | None, path: Path = ADDIN) -> None:
    """Start Excel anew with our add-in, as a user whose profile holds these settings, or none."""
    folder = profile / ".CentreROI"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "CentreROI.conf"
    file.unlink(missing_ok=True)
    if chosen is not None:
        file.write_text("".join(f"{name}={value}\r\n" for name, value in chosen.items()), newline="")
    excel.open_addin(path, {"USERPROFILE": wine.windows_path(profile)})
