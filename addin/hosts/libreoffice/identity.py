"""What the parts of the extension are called among all extensions of a LibreOffice."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Centre ROI"
"""Of its menu and its toolbar."""
IDENTIFIER: Final = "org.centreroi.CentreROI"
"""What unopkg and the Extension Manager call it."""
INTERFACE: Final = "org.centreroi.calc.XFunctions"
FUNCTIONS_SERVICE: Final = "org.centreroi.calc.Functions"
"""The service whose methods are the functions."""
COMMANDS_SERVICE: Final = "org.centreroi.calc.Commands"
"""The service behind menu and toolbar."""
CONNECTION: Final = "centre_roi_connection"
"""What the module of the connection is called within the extension: its Python is shared with other extensions."""
