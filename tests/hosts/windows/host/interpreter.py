"""pyOpenVBA's interpreter with what it leaves out: DLLs, files, the environment, COM and events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.interpreter._ast import Argument, DeclareDef, Name
from pyopenvba.interpreter._objects import VBAObject
from pyopenvba.interpreter._runtime import (
    UNRESOLVED,
    Frame,
    Interpreter,
    ModuleRuntime,
    Slot,
    UserClassInstance,
    vba_constant,
)

from tests.hosts.windows.host import remote
from tests.hosts.windows.host.declares import call_declared
from tests.hosts.windows.host.vba_files import Files


class Bridge(ExcelBridge):
    """Excel as a project sees it, with CreateObject."""

    interpreter: WindowsInterpreter

    def create(self, type_name_: str) -> object:
        return remote.create(type_name_)

    def global_object(self, name: str) -> object:
        return Library(self.interpreter) if name == "vba" else super().global_object(name)


class Library(VBAObject):
    """What stands behind `VBA.`: the language's own constants and functions."""

    vba_type_name = "VBA"

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter

    def vba_get(self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None) -> object:
        constant = vba_constant(name.lower())
        return (
            self.interpreter.call_intrinsic(name.lower(), list(args), named or {})
            if constant is UNRESOLVED
            else constant
        )


class WindowsInterpreter(Interpreter):
    """Runs a VBA project as Windows would."""

    def __init__(self, host: Bridge) -> None:
        super().__init__(host)
        host.interpreter = self
        self.files = Files()
        self._intrinsics = {**self._intrinsics, **self.files.intrinsics()}

    def _call_name(self, callee: Name, args: list[Argument], frame: Frame | None, **context: Any) -> object:
        declared = self._declared(callee.name, frame)
        if declared is not None and frame is not None:
            return call_declared(self, declared, args, frame)
        return super()._call_name(callee, args, frame, **context)

    def lookup(self, name: str, frame: Frame | None, *, want_slot: bool = False) -> object:
        found = super().lookup(name, frame, want_slot=want_slot)
        declared = self._declared(name, frame) if found is UNRESOLVED else None
        return found if declared is None or frame is None else call_declared(self, declared, [], frame)

    def _declared(self, name: str, frame: Frame | None) -> DeclareDef | None:
        """The Declare that a name means in a procedure: its own module's first."""
        everywhere = [module for module in self.modules.values() if not module.is_class]
        for module in [*([frame.module] if frame else []), *everywhere]:
            module.initialise()
            if name.lower() in module.declares:
                return module.declares[name.lower()]
        return None

    def raise_on_listeners(self, source: VBAObject, event: str, args: list[object]) -> int:
        """Run `variable_Event` wherever a variable of a class or document module holds the source; how many ran."""
        count = 0
        for instance in list(self._instances()):
            for variable, slot in list(instance.variables.items()):
                procedure = instance.module.procedure(f"{variable}_{event}")
                if slot.value is source and procedure is not None:
                    self.call(procedure, instance.module, list(args), {}, me=instance)
                    count += 1
        return count

    def _instances(self) -> Iterator[UserClassInstance]:
        """The code of sheets and workbooks, and every class instance that a variable reaches."""
        documents = [module.document for module in self.modules.values() if module.document is not None]
        waiting: list[UserClassInstance] = [*documents, *_held(self.modules.values())]
        seen: set[int] = set()
        while waiting:
            instance = waiting.pop()
            if id(instance) not in seen:
                seen.add(id(instance))
                yield instance
                waiting += _among(instance.variables.values())


def _held(modules: Any) -> list[UserClassInstance]:
    slots: list[Slot] = []
    for module in modules:
        assert isinstance(module, ModuleRuntime)
        slots += module.variables.values()
    return _among(slots)


def _among(slots: Any) -> list[UserClassInstance]:
    return [slot.value for slot in slots if isinstance(slot.value, UserClassInstance)]
