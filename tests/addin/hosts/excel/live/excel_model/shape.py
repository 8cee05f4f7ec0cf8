"""What all objects of the model share: their lists of members, and the error of a refused call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from tests.addin.hosts.excel.live.excel_model.application import Application

_DISP_E_EXCEPTION = -2147352567
_E_1004 = -2146827284


class ExcelError(Exception):
    """A refused call, in the shape of pywin32's com_error."""

    def __init__(self, text: str) -> None:
        details = (0, "Microsoft Excel", text, "xlmain11.chm", 0, _E_1004)
        super().__init__(_DISP_E_EXCEPTION, "Exception occurred.", details, None)
        self.hresult, self.strerror, self.excepinfo, self.argerror = self.args


class ComObject:
    """An object of Excel's; `application` counts its changes."""

    methods: ClassVar[tuple[str, ...]] = ()
    properties: ClassVar[tuple[str, ...]] = ()
    settable: ClassVar[tuple[str, ...]] = ()
    """Properties that may also be set."""
    default: ClassVar[str] = ""

    unwrap: ClassVar[Callable[[Any], Any]] = staticmethod(lambda value: value)
    """Gives the object of the model for one that came back by COM; a server replaces it."""

    application: Application

    @property
    def Application(self) -> Application:  # noqa: N802 - Excel's name
        return self.application

    def __call__(self, *arguments: Any) -> Any:
        if not self.default:
            raise ExcelError(f"{type(self).__name__} cannot be called.")
        return getattr(self, self.default)(*arguments)

    def __setattr__(self, name: str, value: Any) -> None:
        if name[0].isupper() and name not in self.settable:
            raise AttributeError(f"{type(self).__name__}.{name} cannot be set")
        super().__setattr__(name, value)


class Counted(ComObject):
    """What only has a number of members: the Rows, Columns and Areas of a Range."""

    properties = ("Count",)

    def __init__(self, count: int) -> None:
        self.count = count

    @property
    def Count(self) -> int:  # noqa: N802
        return self.count


class Collection(ComObject):
    """Members found by number or name."""

    methods = ("Item",)
    properties = ("Application", "Count")
    default = "Item"

    def members(self) -> list[Any]:
        raise NotImplementedError

    @property
    def Count(self) -> int:  # noqa: N802
        return len(self.members())

    def Item(self, index: int | float | str) -> Any:  # noqa: N802
        members = self.members()
        if isinstance(index, str):
            found = [member for member in members if member.Name.casefold() == index.casefold()]
            if found:
                return found[0]
        elif 1 <= index <= len(members):
            return members[int(index) - 1]
        raise ExcelError(f"{type(self).__name__}: there is no member {index!r}.")
