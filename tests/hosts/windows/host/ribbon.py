"""What the ribbon hands to its callbacks: the control that was clicked, and the ribbon itself."""

from __future__ import annotations

from pyopenvba.interpreter._objects import VBAObject, member, method
from pyopenvba.interpreter._values import EMPTY, MISSING, to_text


class RibbonControl(VBAObject):
    """IRibbonControl."""

    vba_type_name = "IRibbonControl"

    def __init__(self, identity: str, tag: str) -> None:
        self.identity, self.tag = identity, tag

    @member(name="Id")
    def id_(self) -> object:
        return self.identity

    @member(name="Tag")
    def tag_(self) -> object:
        return self.tag


class Ribbon(VBAObject):
    """IRibbonUI, which is told what to ask for again."""

    vba_type_name = "IRibbonUI"

    def __init__(self) -> None:
        self.invalidated: list[str] = []

    @method(name="Invalidate")
    def invalidate(self) -> object:
        self.invalidated.append("")
        return EMPTY

    @method(name="InvalidateControl")
    def invalidate_control(self, ControlID: object = MISSING) -> object:  # noqa: N803 - VBA's name
        self.invalidated.append(to_text(ControlID))
        return EMPTY
