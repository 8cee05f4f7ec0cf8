"""CentreROI.oxt: the interface, the descriptions and the two modules that run in LibreOffice's own Python."""

from __future__ import annotations

import json
from importlib import resources

from addin.assembly.oxt import descriptions
from addin.assembly.oxt.methods import answers_text, method
from addin.assembly.oxt.types import interface_file
from addin.hosts.libreoffice.identity import COMMANDS_SERVICE, CONNECTION, FUNCTIONS_SERVICE, INTERFACE
from addin.release import VERSION
from udfs.calling.registry import FUNCTIONS
from workbook_templates.sheets.determinism import package_bytes


def extension_bytes() -> bytes:
    """The extension file, the same bytes on every build."""
    modules = resources.files("addin.hosts").joinpath("libreoffice")
    texts = {
        "META-INF/manifest.xml": descriptions.manifest_xml(),
        "description.xml": descriptions.description_xml(),
        "CalcAddIns.xcu": descriptions.functions_xcu(),
        "Addons.xcu": descriptions.buttons_xcu(),
        "CalcWindowState.xcu": descriptions.toolbar_xcu(),
        "centre-roi.components": descriptions.components_xml(),
        "component.py": modules.joinpath("component.py").read_text(encoding="utf-8"),
        f"pythonpath/{CONNECTION}.py": modules.joinpath("connection.py").read_text(encoding="utf-8"),
        "extension.json": json.dumps(
            {
                "version": VERSION,
                "interface": INTERFACE,
                "functions_service": FUNCTIONS_SERVICE,
                "commands_service": COMMANDS_SERVICE,
                "functions": {name: answers_text(function) for name, function in FUNCTIONS.items()},
            },
            indent=1,
        ),
    }
    types = interface_file(INTERFACE, list(map(method, FUNCTIONS.values())))
    return package_bytes({**{name: text.encode() for name, text in texts.items()}, "types.rdb": types})
