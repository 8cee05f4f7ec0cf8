"""Formulas that the templates share: sums that stay empty over nothing, texts of dates, attainment, first case."""


def total(cells: str, decimals: int = 6) -> str:
    """The sum of cells, rounded; empty where none of them is a number."""
    return f'IF(COUNT({cells})=0,"",ROUND(SUM({cells}),{decimals}))'


def attainment(reached: str, target: str) -> str:
    """Attainment, empty where there is no target."""
    return f'IF(ISNUMBER({target}),IF({target}>0,ATTAINMENT({reached},{target}),""),"")'


def attainment_if_known(reached: str, target: str) -> str:
    """Attainment, empty where there is no target or nothing known of what was reached."""
    return f'IF(AND(ISNUMBER({target}),ISNUMBER({reached})),IF({target}>0,ATTAINMENT({reached},{target}),""),"")'


def date_words(date: str) -> str:
    """A date as text in the order of ISO, in every language of Excel."""
    return f'YEAR({date})&"-"&RIGHT("0"&MONTH({date}),2)&"-"&RIGHT("0"&DAY({date}),2)'


def first_case(*cases: tuple[str, str], otherwise: str) -> str:
    """The answer of the first condition that holds."""
    return "".join(f"IF({condition},{answer}," for condition, answer in cases) + otherwise + ")" * len(cases)


def join_texts(cells: list[str]) -> str:
    """The texts of cells with a bar between them."""
    return '&"|"&'.join(cells)


def after_note(words: str) -> str:
    """Words behind a note, as a sentence of their own; nothing where there are none."""
    return f'IF({words}="",""," "&{words}&".")'


def named(cells: str) -> str:
    """How many cells hold a name, which may be a number, 0 too (a formula)."""
    return f'SUMPRODUCT(--({cells}<>""))'


def as_entered(cell: str) -> str:
    """A name as it was typed, a number too; empty where there is none."""
    return f'IF({cell}="","",{cell})'
