"""The Python behind the tiny add-in: started by xlwings' DLL, reached through xlwings' COM server."""

import os
import sys

import xlwings


def raw(function):
    """No conversion: what COM brought, and what COM takes."""
    function = xlwings.func(function)
    for argument in function.__xlfunc__["args"]:
        function = xlwings.arg(argument["name"], "raw")(function)
    return xlwings.ret("raw")(function)


@raw
def echo(value):
    return [0.0, value, 0.0]


@raw
def seen(value="omitted"):
    return repr(value)


@raw
def fail(value):
    raise ValueError(f"not {value!r}, please")


@raw
def process(_):
    return str(os.getpid())


def runs_vba(application):
    """Excel's VBA, run from here while VBA waits for this answer; it calls this server again."""
    return application.Run("Seen", 2.5)


def members(book):
    names = [sheet.Name for sheet in book.Worksheets]
    cell = book.Worksheets("Sheet1").Range("A1")
    cell.Value = 7.5
    return names, cell.Value, book.Worksheets(1).Range("A1:B2").Value, cell.Address


def of_model(model):
    model.Title = f"{model.Title} twice"
    return model.Title, model.Times(3), model.Part("x").Name, [part.Name for part in model.Parts], model.Parts(2).Name


def refreshed(book):
    from addin.hosts.excel.commands import refresh

    return refresh(book)


if __name__ == "__main__":
    import tiny_server

    assert tiny_server
    xlwings.serve(sys.argv[1])
