"""How Excel's own functions take their arguments: as single values, as ranges or as whole arrays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Takes(Enum):
    """What a function does with a range given to one of its arguments."""

    VALUE = "v"
    """One value: a range is cut to the formula's own row in a plain formula, and taken cell by cell in an array one."""
    RANGE = "r"
    """A range as it is; what is computed inside is still cut in a plain formula."""
    ARRAY = "a"
    """A whole array, computed inside too, in a plain formula as well."""
    PASSES = "p"
    """Handed on: it is taken as the function's own answer is."""


class Answers(Enum):
    """What a function answers."""

    EACH = "one value, or one for each of an array; the engine gives only one, so it is called cell by cell"
    SPREADS = "one value, or one for each of an array; the engine does that itself"
    ONE = "always one value"
    MANY = "perhaps several cells"
    EACH_MANY = "perhaps several cells; for an array of values, the engine must be called cell by cell"


@dataclass(frozen=True, slots=True)
class Habits:
    """A function's arguments and answer. `rest` repeats after `first`."""

    first: tuple[Takes, ...]
    rest: tuple[Takes, ...]
    answers: Answers

    def takes(self, place: int) -> Takes:
        """How the argument at this place, from 0, is taken."""
        if place < len(self.first):
            return self.first[place]
        return self.rest[(place - len(self.first)) % len(self.rest)] if self.rest else Takes.VALUE


_EACH = """
ABS ACOS ACOSH ACOT ACOTH ADDRESS ASIN ASINH ATAN ATAN2 ATANH ARABIC BASE BIN2DEC BIN2HEX BITAND BITOR CEILING
CEILING.MATH CHAR CHISQ.DIST CHISQ.INV CLEAN CODE COMBIN CONFIDENCE.NORM CONFIDENCE.T CONVERT COS COSH CUMIPMT CUMPRINC
DATE DATEDIF DATEVALUE DAY DAYS DAYS360 DB DDB DEC2BIN DEC2HEX DECIMAL DEGREES DELTA DOLLAR EDATE EFFECT EOMONTH
ERF ERFC ERROR.TYPE EVEN EXACT EXP EXPON.DIST F.DIST F.INV FACT FACTDOUBLE FIND FISHER FISHERINV FIXED FLOOR FLOOR.MATH
FV GAMMA GAMMALN GAUSS HOUR HYPERLINK INT INTRATE IPMT ISBLANK ISERR ISERROR ISEVEN ISLOGICAL ISNA ISNONTEXT ISNUMBER
ISODD ISOWEEKNUM ISTEXT LEFT LEN LN LOG LOG10 LOGNORM.DIST LOWER MID MINUTE MOD MONTH MROUND N NOMINAL NORM.DIST
NORM.INV NORM.S.DIST NORM.S.INV NORMDIST NORMINV NORMSDIST NORMSINV NOT NPER NUMBERVALUE ODD PDURATION PERMUT PHI PMT
POISSON.DIST POWER PPMT PROPER PV QUOTIENT RADIANS RATE REPLACE REPT RIGHT ROMAN ROUND ROUNDDOWN ROUNDUP RRI SEARCH
SECOND SIGN SIN SINH SLN SQRT SQRTPI SUBSTITUTE SYD T T.DIST T.DIST.2T T.INV T.INV.2T TAN TANH TEXT TEXTAFTER
TEXTBEFORE TIME TIMEVALUE TRIM TRUNC TYPE UNICHAR UNICODE UPPER VALUE WEEKDAY WEEKNUM YEAR YEARFRAC BINOM.DIST
BINOM.INV WEIBULL.DIST BETA.DIST BETA.INV
"""
_ONE = """
AND AVEDEV AVERAGE AVERAGEA CONCAT CONCATENATE COUNT COUNTA COUNTBLANK CORREL COVARIANCE.P COVARIANCE.S DEVSQ GCD
GEOMEAN HARMEAN INTERCEPT IRR KURT LCM MAX MAXA MEDIAN MIN MINA MIRR MODE MODE.SNGL MULTINOMIAL OR PEARSON PRODUCT RSQ
SKEW SLOPE STDEV STDEV.P STDEV.S STDEVA STDEVP STEYX SUM SUMSQ VAR VAR.P VAR.S VARA VARP XOR ROWS COLUMNS
"""
_OF_ARRAYS = "SUMPRODUCT SUMX2MY2 SUMX2PY2 SUMXMY2 XNPV XIRR SERIESSUM ARRAYTOTEXT"
_ARRAYS_TO_MANY = """
SORT SORTBY UNIQUE FILTER TRANSPOSE HSTACK VSTACK TAKE DROP CHOOSEROWS CHOOSECOLS TOROW TOCOL FREQUENCY LINEST LOGEST
TREND GROWTH SEQUENCE RANDARRAY TEXTSPLIT MODE.MULT GROUPBY PIVOTBY MMULT MINVERSE MAP REDUCE SCAN BYROW BYCOL MAKEARRAY
EXPAND WRAPROWS WRAPCOLS
"""
_OTHERS = """
IF vpp SPREADS | IFERROR vv SPREADS | IFNA vv SPREADS | IFS *v EACH | SWITCH *v EACH | CHOOSE v*p MANY
MATCH vrv EACH | XMATCH vav EACH | VLOOKUP vrvv EACH | HLOOKUP vrvv EACH | LOOKUP vaa EACH | XLOOKUP vaavvv EACH_MANY
INDEX rvvv EACH_MANY | OFFSET rvvvv MANY | INDIRECT vv MANY | LET *a MANY
COUNTIF rv EACH | SUMIF rvr EACH | AVERAGEIF rvr EACH | COUNTIFS *rv EACH | SUMIFS r*rv EACH | AVERAGEIFS r*rv EACH
MAXIFS r*rv EACH | MINIFS r*rv EACH
LARGE av EACH | SMALL av EACH | PERCENTILE av EACH | PERCENTILE.INC av EACH | PERCENTILE.EXC av EACH | QUARTILE av EACH
QUARTILE.INC av EACH | QUARTILE.EXC av EACH | PERCENTRANK avv EACH | PERCENTRANK.INC avv EACH | TRIMMEAN av EACH
RANK vrv EACH | RANK.EQ vrv EACH | RANK.AVG vrv EACH | FORECAST vrr EACH | FORECAST.LINEAR vrr EACH
NPV v*r EACH | FVSCHEDULE vr EACH | WORKDAY vvr EACH | WORKDAY.INTL vvvr EACH | NETWORKDAYS vvr EACH
NETWORKDAYS.INTL vvvr EACH | SUBTOTAL v*r EACH | AGGREGATE vv*a EACH | TEXTJOIN vv*r ONE
DSUM rvr ONE | DCOUNT rvr ONE | DGET rvr ONE | DAVERAGE rvr ONE | DMAX rvr ONE | DMIN rvr ONE
ISREF r ONE | ISFORMULA r ONE | FORMULATEXT r ONE | CELL vr ONE | SHEET r ONE | AREAS r ONE
"""
_WITHOUT_ARGUMENTS = "TRUE FALSE NA PI NOW TODAY RAND RANDBETWEEN SHEETS"


def _habits(pattern: str, answers: Answers) -> Habits:
    first, _, rest = pattern.partition("*")
    return Habits(tuple(map(Takes, first)), tuple(map(Takes, rest)), answers)


def _table() -> dict[str, Habits]:
    table = {}
    for names, pattern, answers in (
        (_EACH, "*v", Answers.EACH),
        (_ONE, "*r", Answers.ONE),
        (_OF_ARRAYS, "*a", Answers.ONE),
        (_ARRAYS_TO_MANY, "*a", Answers.MANY),
        (_WITHOUT_ARGUMENTS, "*v", Answers.ONE),
    ):
        table.update(dict.fromkeys(names.split(), _habits(pattern, answers)))
    for entry in _OTHERS.replace("\n", "|").split("|"):
        if entry.strip():
            name, pattern, answers_name = entry.split()
            table[name] = _habits(pattern, Answers[answers_name])
    return table


HABITS = _table()

UNDESCRIBED = _habits("*r", Answers.MANY)
"""Of a function that is not listed: nothing is cut, and it may answer several cells."""

REPLACED = frozenset(("FILTER", "UNIQUE", "TAKE", "VSTACK", "HSTACK"))
"""Those that the engine has wrong or in part: array_functions.py has them right."""

GROWING = frozenset(("CONCAT", "CONCATENATE", "TEXTJOIN", "REPLACE"))
"""Those that make longer texts of texts, as & does."""
