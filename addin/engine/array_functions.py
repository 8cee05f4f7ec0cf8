"""Excel's array functions that the engine has wrong: over columns, arguments left out, sizes unlike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from addin.cells.text import LONGEST_TEXT
from addin.engine.surroundings import MISSING_MARK

# Cells here are the engine's: an error is a dict with its kind.
EngineRows = list[list[Any]]


def _error(kind: str) -> dict[str, str]:
    return {"type": "Error", "kind": kind}


def _rows(value: Any) -> EngineRows:
    return value if isinstance(value, list) else [[value]]


def _transpose(rows: EngineRows) -> EngineRows:
    return [list(column) for column in zip(*rows, strict=True)]


def _given(value: Any, default: Any) -> Any:
    return default if isinstance(value, str) and value == MISSING_MARK else value


def filter_array(array: Any, include: Any, otherwise: Any = MISSING_MARK) -> Any:
    """FILTER: the rows, or the columns, of the array where `include` is true."""
    rows, wanted = _rows(array), _rows(include)
    across = len(wanted) == 1 and len(wanted[0]) > 1
    flags = wanted[0] if across else [cell for row in wanted for cell in row]
    lines = _transpose(rows) if across else rows
    if len(flags) != len(lines) or (not across and len(wanted[0]) != 1):
        return _error("Value")
    kept: EngineRows = []
    for flag, line in zip(flags, lines, strict=True):
        if isinstance(flag, dict):
            return flag
        if isinstance(flag, str):
            return _error("Value")
        if flag:
            kept.append(line)
    if not kept:
        return _given(otherwise, _error("Calc"))
    return _transpose(kept) if across else kept


def unique(array: Any, by_column: Any = False, exactly_once: Any = False) -> Any:
    """UNIQUE: the different rows, or columns, in the order they first appear; text in any case."""
    across = bool(_given(by_column, False))
    lines = _transpose(_rows(array)) if across else _rows(array)
    first: dict[tuple[Any, ...], list[Any]] = {}
    count: dict[tuple[Any, ...], int] = {}
    for line in lines:
        key = tuple(map(_same, line))
        first.setdefault(key, line)
        count[key] = count.get(key, 0) + 1
    once = bool(_given(exactly_once, False))
    kept = [line for key, line in first.items() if not once or count[key] == 1]
    if not kept:
        return _error("Calc")
    return _transpose(kept) if across else kept


def _same(cell: Any) -> tuple[str, Any]:
    if isinstance(cell, dict):
        return "error", cell["kind"]
    if isinstance(cell, str):
        return "text", cell.casefold()
    return ("truth" if isinstance(cell, bool) else "number"), cell


def take_array(array: Any, rows: Any = MISSING_MARK, columns: Any = MISSING_MARK) -> Any:
    """TAKE: the first rows and columns, or the last where the number is negative."""
    answer = _rows(array)
    for number, across in ((rows, False), (columns, True)):
        wanted = _given(number, None)
        if wanted is None:
            continue
        if not isinstance(wanted, int | float):
            return wanted if isinstance(wanted, dict) else _error("Value")
        count = int(wanted)
        if not count:
            return _error("Calc")
        lines = _transpose(answer) if across else answer
        lines = lines[:count] if count > 0 else lines[count:]
        answer = _transpose(lines) if across else lines
    return answer


def below_each_other(*arrays: Any) -> Any:
    """VSTACK: one array below the other, what is narrower filled with #N/A."""
    blocks = [_rows(array) for array in arrays]
    width = max(len(block[0]) for block in blocks)
    return [row + [_error("Na")] * (width - len(row)) for block in blocks for row in block]


def stack_horizontally(*arrays: Any) -> Any:
    """HSTACK: one array beside the other, what is shorter filled with #N/A."""
    return _transpose(below_each_other(*[_transpose(_rows(array)) for array in arrays]))


def choose_array(index: Any, *values: Any) -> Any:
    """CHOOSE with an array of numbers: each cell from the array that its number names."""
    arrays = [_rows(_given(value, 0.0)) for value in values]
    sizes = [(len(rows), len(rows[0])) for rows in (_rows(index), *arrays)]
    height, width = (max(size) for size in zip(*sizes, strict=True))
    return [
        [_pick_chosen(_cell(_rows(index), row, column), arrays, row, column) for column in range(width)]
        for row in range(height)
    ]


def index_array(array: Any, row: Any = MISSING_MARK, column: Any = MISSING_MARK) -> Any:
    """INDEX of an array that is no reference: an error in its place is passed on, whatever cell is asked for."""
    if isinstance(array, dict):
        return array
    rows = _rows(array)
    if isinstance(column, str) and column == MISSING_MARK and len(rows) == 1 and _is_given(row):
        row, column = 0.0, row  # the one number counts along a single row
    numbers = [_rows(_given(number, 0.0)) for number in (row, column)]
    if all(len(number) == len(number[0]) == 1 for number in numbers):
        return _pick(rows, numbers[0][0][0], numbers[1][0][0])
    height, width = (max(len(number) for number in numbers), max(len(number[0]) for number in numbers))
    return [
        [_first(_pick(rows, *(_cell(number, down, across) for number in numbers))) for across in range(width)]
        for down in range(height)
    ]


def _is_given(value: Any) -> bool:
    return not (isinstance(value, str) and value == MISSING_MARK)


def _pick(rows: EngineRows, row: Any, column: Any) -> Any:
    """One cell; a whole row or column where the other number is 0 or left out."""
    row, column = _number(row), _number(column)
    for number, most in ((row, len(rows)), (column, len(rows[0]))):
        if isinstance(number, dict):
            return number
        if number < 0:
            return _error("Value")
        if number >= most + 1:
            return _error("Ref")
    down, across = int(row), int(column)
    lines = rows[down - 1 : down] if down else rows
    cells = [line[across - 1 : across] if across else line for line in lines]
    return cells[0][0] if len(cells) == len(cells[0]) == 1 else cells


def _number(cell: Any) -> Any:
    """A number, an empty cell being 0, or the error."""
    try:
        return cell if isinstance(cell, dict) else float(cell or 0)
    except ValueError:
        return _error("Value")


def _first(answer: Any) -> Any:
    return answer[0][0] if isinstance(answer, list) else answer


def _pick_chosen(number: Any, arrays: list[EngineRows], row: int, column: int) -> Any:
    if isinstance(number, dict):
        return number
    if not isinstance(number, int | float) or not 1 <= number < len(arrays) + 1:
        return _error("Value")
    return _cell(arrays[int(number) - 1], row, column)


def _cell(rows: EngineRows, row: int, column: int) -> Any:
    """A cell of an array whose only row or column repeats."""
    row, column = (0 if len(rows) == 1 else row), (0 if len(rows[0]) == 1 else column)
    return rows[row][column] if row < len(rows) and column < len(rows[0]) else _error("Na")


def substitute_text(text: Any, old: Any, new: Any, instance: Any = MISSING_MARK) -> Any:
    """SUBSTITUTE: the engine lets its answer grow beyond what a cell can show, and fill the memory."""
    cells = [_first(cell) for cell in (text, old, new, _given(instance, 1.0))]
    error = next((cell for cell in cells if isinstance(cell, dict)), None)
    which = _number(cells[3])
    if error is not None or isinstance(which, dict) or which < 1:
        return error or _error("Value")
    text, old, new = map(_text, cells[:3])
    if not old:
        return text
    if not isinstance(instance, str) or instance != MISSING_MARK:
        pieces = text.split(old)
        at = int(which)
        if at >= len(pieces):
            return text
        answer = old.join(pieces[:at]) + new + old.join(pieces[at:])
    elif len(text) + text.count(old) * (len(new) - len(old)) > LONGEST_TEXT:
        return _error("Value")
    else:
        answer = text.replace(old, new)
    return answer if len(answer) <= LONGEST_TEXT else _error("Value")


def repeat_text(text: Any, times: Any) -> Any:
    """REPT, here so that its letters are counted: a column of it would fill the memory."""
    text, number = _first(text), _number(_first(times))
    error = next((cell for cell in (text, number) if isinstance(cell, dict)), None)
    if error is not None or number < 0:
        return error or _error("Value")
    letters = _text(text)
    return letters * int(number) if len(letters) * int(number) <= LONGEST_TEXT else _error("Value")


def _text(cell: Any) -> str:
    """A value as Excel joins it to a text."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return f"{cell:.15g}"
    return "" if cell is None else str(cell)


BY_NAME: Final[dict[str, Callable[..., Any]]] = {
    "FILTER": filter_array,
    "UNIQUE": unique,
    "TAKE": take_array,
    "CHOOSE": choose_array,
    "INDEX": index_array,
    "VSTACK": below_each_other,
    "HSTACK": stack_horizontally,
}
