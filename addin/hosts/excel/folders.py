"""Where Excel and the add-in look for files of one Windows user."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from addin.hosts import server_log
from addin.refusal import Refusal

ADDIN_NAME = "CentreROI.xlam"


@dataclass(frozen=True)
class ExcelFolders:
    """One user's folders; every file of ours follows from them."""

    application_data: Path
    home: Path

    @classmethod
    def of_this_user(cls) -> ExcelFolders:
        """The folders that Windows names in the environment, as the add-in's own macros find them."""
        folders = [os.environ.get(name, "") for name in ("APPDATA", "USERPROFILE")]
        if not all(folders):
            raise Refusal("Windows does not say where your files are (APPDATA, USERPROFILE); sign in again and retry.")
        return cls(*map(Path, folders))

    @property
    def excel_folder(self) -> Path:
        """Excel's folder of the user, which holds the startup folder."""
        return self.application_data / "Microsoft" / "Excel"

    @property
    def startup_folder(self) -> Path:
        """Excel opens each file in it at start, and trusts it unless told otherwise."""
        return self.excel_folder / "XLSTART"

    @property
    def addin(self) -> Path:
        """The one place where `install` puts the add-in: formulas remember an add-in by its path."""
        return self.startup_folder / ADDIN_NAME

    @property
    def addin_beside(self) -> Path:
        """Where Excel keeps add-ins that a user adds by hand; a second copy there would be in the way."""
        return self.application_data / "Microsoft" / "AddIns" / ADDIN_NAME

    @property
    def own_folder(self) -> Path:
        """Ours alone: configuration and log."""
        return self.home / ".CentreROI"

    @property
    def configuration(self) -> Path:
        """The add-in's only source of settings."""
        return self.own_folder / "CentreROI.conf"

    @property
    def log(self) -> Path:
        """What went wrong in the process behind Excel, which has no window to show it."""
        return self.own_folder / server_log.NAME
