"""A COM server with one function and nothing around it, for comparison: `python -m bare_server CLSID`."""

import sys

import pythoncom
import pywintypes
import win32com.server.policy
import win32com.server.util


class Bare:
    """Answers the present value of an annuity for each row."""

    _public_methods_ = ("Answer",)

    def Answer(self, profits, rates, years):  # noqa: N802 - COM's names
        """The bare expression over plain cells."""
        if not isinstance(profits, tuple):
            return profits * (1 - (1 + rates) ** -years) / rates
        rows = zip(profits, rates, years, strict=True)
        return [[profit * (1 - (1 + rate) ** -n) / rate] for (profit,), (rate,), (n,) in rows]


def main(class_id: str) -> None:
    """Serve until the parent ends this process."""

    class Policy(win32com.server.policy.DefaultPolicy):
        def _CreateInstance_(self, _wanted, interface):  # noqa: N802
            return win32com.server.util.wrap(Bare(), interface)

    win32com.server.policy.DefaultPolicy = Policy
    clsid = pywintypes.IID(class_id)
    factory = pythoncom.MakePyFactory(clsid)
    pythoncom.CoRegisterClassObject(clsid, factory, pythoncom.CLSCTX_LOCAL_SERVER, pythoncom.REGCLS_MULTIPLEUSE)
    pythoncom.PumpMessages()


if __name__ == "__main__":
    main(sys.argv[1])
