"""Checks of what users entered: inputs, goods, territories, departments, functions, costs."""

from collections.abc import Callable
from typing import Final

from workbook_templates.centre_benefits.sheets.places import (
    CENTRE_COST_TOTAL,
    CENTRE_COSTS,
    CENTRES,
    COSTS,
    COVERAGE_TABLE,
    DEPARTMENTS_FORM,
    FUNCTIONS_TABLE,
    GOODS_FORM,
    ROWS,
    SHARED,
    TABLE_TOTAL,
    TERRITORIES_FORM,
)
from workbook_templates.sheets.checks import (
    Check,
    comparison_signs,
    count_words,
    first_wrong,
    pattern_marks,
    space_check,
    unless,
)
from workbook_templates.sheets.formulas import first_case

_SHARES_LEFT_OUT: Final = "IF(ISNUMBER(persuaded_share),0,1)+IF(ISNUMBER(passed_on_share),0,1)"
_FIGURES: Final = "COUNT(survey_net_profit,survey_net_cost,survey_roi)"
_ROI_APART: Final = "IF(survey_net_cost>0,ABS(ROI(survey_net_profit,survey_net_cost)-survey_roi)>0.0006,FALSE)"
_COST_APART: Final = "IF(survey_net_cost>0,ABS(service_net_cost-survey_net_cost)>0.01*survey_net_cost,FALSE)"
_INPUT_CHECKS: Final = (
    Check(
        "The period is filled",
        first_wrong(
            ("COUNT(period_start,period_end)<2", '"The first or the last day is blank or no date"'),
            ("period_start>period_end", '"The first day is after the last"'),
        ),
        "Enter both days on the sheet Inputs.",
    ),
    Check(
        "The words of Inputs are known",
        first_wrong(
            (
                'AND(coverage_method<>"divided",coverage_method<>"combined")',
                '"Performance of pairs is neither divided nor combined"',
            ),
            (
                'AND(lead_word<>"service record",lead_word<>"follower")',
                '"Whose word counts is neither service record nor follower"',
            ),
            ('AND(survey_in_total<>"yes",survey_in_total<>"no")', '"Counts in the total is neither yes nor no"'),
        ),
        "Choose the words from the drop-downs of the sheet Inputs.",
    ),
    Check(
        "Credits for leads are filled",
        first_wrong(
            (f"({_SHARES_LEFT_OUT})>0", '"A share of the credit is blank or no number"'),
            (
                "OR(persuaded_share<0,persuaded_share>1,passed_on_share<0,passed_on_share>1)",
                '"A share of the credit is not from 0% to 100%"',
            ),
        ),
        "Enter both shares on the sheet Inputs; 0% where such a lead brings the centre nothing.",
    ),
    Check(
        "A combined total has the cost of both",
        unless(
            'AND(coverage_method="combined",N(outside_cost)=0,coverage_benefit<>0)',
            '"Warning: the cost of the outside representatives is blank: the ROI of tele-coverage is too high"',
        ),
        "Enter it on the sheet Inputs, or divide the performance.",
    ),
    Check(
        "The figures of the survey workbook are typed in",
        first_wrong(
            (
                f"AND({_FIGURES}<3,OR({_FIGURES}>0,service_net_cost>0))",
                f'(3-{_FIGURES})&" of 3 figures of the survey workbook missing"',
            ),
            (_ROI_APART, '"The ROI typed in is not that of the net profit and net cost typed in"'),
        ),
        "Copy net profit, net cost and ROI from the sheet Report of the survey workbook to Inputs.",
    ),
    Check(
        "Customer service costs the same here and there",
        unless(
            f"IF({_FIGURES}=3,{_COST_APART},FALSE)",
            '"Warning: its net cost here is "&ROUND(service_net_cost,0)&", in the survey workbook "'
            "&ROUND(survey_net_cost,0)",
        ),
        "Enter the same cost lines here and there, or be aware that the two ROI differ.",
    ),
)


def checks() -> list[Check]:
    """Every line."""
    return [*_INPUT_CHECKS, *_form_checks(), *_cost_checks(), *_row_checks()]


def _form_checks() -> list[Check]:
    goods, territories, departments = (form.column for form in (GOODS_FORM, TERRITORIES_FORM, DEPARTMENTS_FORM))
    filled = {
        "Goods": f'SUMPRODUCT(({goods("Item")}<>"")*({_blanks(goods, "Price", "Unit cost", "Support share")}>0))',
        "Territories": f'SUMPRODUCT(({territories("Territory")}<>"")'
        f"*({_blanks(territories, 'Target', 'Carried by', 'Inside share')}>0))",
        "Departments": f'SUMPRODUCT(({departments("Department")}<>"")*{_blanks(departments, "Hourly rate")})',
    }
    lacks = {
        "Goods": ("price, unit cost or support share", "Fill all three on the sheet Goods; 0 where there is none."),
        "Territories": (
            "target, carrier or inside share",
            "Fill all three on the sheet Territories; 100% where nobody is on the road.",
        ),
        "Departments": ("cost of an hour", "Fill it on the sheet Departments."),
    }
    lines = []
    for name, formula in filled.items():
        what, advice = lacks[name]
        words = count_words(formula, f"line lacks its {what}", f"lines lack their {what}")
        lines.append(Check(f"{name} are complete", unless(f"{formula}>0", words), advice))
    return [*lines, *_name_checks(), _target_check(), *_share_checks()]


def _blanks(column: Callable[[str], str], *names: str) -> str:
    """How many of the columns are blank in each row (a formula)."""
    return "+".join(f'({column(name)}="")' for name in names)


def _name_checks() -> list[Check]:
    forms = {"Goods": (GOODS_FORM, "Item"), "Territories": (TERRITORIES_FORM, "Territory")}
    forms["Departments"] = (DEPARTMENTS_FORM, "Department")
    twice, marks = [], []
    for name, (form, column) in forms.items():
        cells, names = form.each(column), form.column(column)
        same = "+".join(f'IF({cell}="",0,IF(SUMPRODUCT(({names}<>"")*({names}={cell}))>1,1,0))' for cell in cells)
        twice.append((f"({same})>0", f'"A name stands twice on the sheet {name}"'))
        found = f"{pattern_marks(names)}+{comparison_signs(cells)}"
        marks.append((f"({found})>0", f'"A name on {name} has * ? or ~ in it, or < > or = in front"'))
    functions = FUNCTIONS_TABLE.column("Function")
    same = f'SUMPRODUCT(({functions}<>"")*(COUNTIF({functions},{functions}&"")>1))'
    twice.append((f"{same}>0", '"A name stands twice on the sheet Functions"'))
    lists = {name: [form.column(column)] for name, (form, column) in forms.items()} | {"Functions": [functions]}
    return [
        Check(
            "Each name stands once",
            first_wrong(*twice),
            "A territory that stands twice would carry its target twice. Correct the names, then press Refresh.",
        ),
        Check("Names are clear", first_wrong(*marks), "Counting reads such signs as patterns: take them out."),
        space_check(lists),
    ]


def _target_check() -> Check:
    inside, outside = (COVERAGE_TABLE.column(f"Target seen by the {one}") for one in ("inside", "outside"))
    seen = f"(SUM({inside})+SUM({outside}))"
    both = f'SUMIFS({TERRITORIES_FORM.column("Target")},{TERRITORIES_FORM.column("Carried by")},"both")'
    once = COVERAGE_TABLE.cell("Target, once", TABLE_TOTAL)
    return Check(
        "A shared target counts once",
        unless(
            f"ABS({seen}-{both}-{once})>=0.005",
            f'"Seen by inside and outside: "&ROUND({seen},2)&", of it by both: "&ROUND({both},2)&", but rolled up: "'
            f"&ROUND({once},2)",
        ),
        'Choose who carries each target on the sheet Territories: "inside", "outside" or "both".',
    )


def _share_checks() -> list[Check]:
    total = CENTRE_COSTS.cell("Share of shared lines", CENTRE_COST_TOTAL)
    inside = TERRITORIES_FORM.column("Inside share")
    return [
        Check(
            "Shares of shared lines come to 100%",
            unless(f"AND(shared_net_cost<>0,ABS({total}-1)>0.000000001)", f'"They come to "&ROUND({total}*100,6)&"%"'),
            "Correct the blue shares on the sheet Costs: all of a shared line is carried, and once.",
        ),
        Check(
            "Shares of territories are from 0% to 100%",
            unless(
                f'COUNTIF({inside},"<0")+COUNTIF({inside},">1")>0',
                '"An inside share is not from 0% to 100%"',
            ),
            "Write 60% or 0.6 on the sheet Territories.",
        ),
    ]


def _cost_checks() -> list[Check]:
    outside = 'IF(coverage_method="combined",N(outside_cost),0)'
    net = f"SUM({COSTS.column('Net')})+{outside}"
    negative = f'COUNTIF({CENTRE_COSTS.column("Net cost")},"<0")'
    return [
        *_cost_line_checks(),
        Check(
            "Cost lines and net costs are the same amount",
            unless(
                f"ABS({net}-total_net_cost)>=0.005",
                f'"The lines come to "&ROUND({net},2)&", the centres to "&ROUND(total_net_cost,2)',
            ),
            f'A line names no kind of centre, or "{SHARED}", exactly; or a row lacks its formulas: copy a whole row.',
        ),
        Check(
            "No centre has a negative net cost",
            unless(
                f"{negative}>0",
                count_words(negative, "centre has a negative net cost and no ROI", "centres have a negative net cost"),
            ),
            "Recoveries exceed the amounts: check both on the sheet Costs.",
        ),
        _free_benefit_check(),
    ]


def _cost_line_checks() -> list[Check]:
    to_fix = f'COUNTIF({COSTS.column("To fix")},"?*")'
    nobody = f'SUMPRODUCT(({COSTS.column("Counts")}=1)*({COSTS.column("Owner")}=""))'
    without_owner = count_words(nobody, "cost line has", "cost lines have")
    return [
        Check(
            "Every cost line can be read",
            unless(f"{to_fix}>0", count_words(to_fix, "cost line is left out", "cost lines are left out")),
            "The column To fix on the sheet Costs says why.",
        ),
        Check(
            "Every cost line has an owner",
            unless(f"{nobody}>0", f'"Warning: "&{without_owner}&" no owner"'),
            "Who answers for a cost can explain it: fill the owner on the sheet Costs.",
        ),
    ]


def _free_benefit_check() -> Check:
    free = {centre: f"AND({centre.benefit}<>0,{centre.net_cost}=0)" for centre in CENTRES}
    count = "+".join(f"IF({case},1,0)" for case in free.values())
    first = first_case(*((case, f'"{centre.name}"') for centre, case in free.items()), otherwise='""')
    return Check(
        "Every centre with a benefit has a cost",
        unless(f"({count})>0", f'"Warning: no cost for "&{first}&": the total ROI is too high"'),
        "Enter its cost lines on the sheet Costs.",
    )


def _row_checks() -> list[Check]:
    below = []
    for name, block in ROWS.items():
        ends = f"{block.columns[0]}]:[{block.columns[-1]}".replace("'", "''")
        words = f"Rows below the table of {name} are not read"
        below.append((f"COUNTA({block.whole()})>COUNTA({name}[[{ends}]])", f'"{words}"'))
    pairs = (("won", "understood"), ("won", "misread"), ("lost", "persuaded"), ("lost", "passed on"))
    here = "+".join(f'COUNTIFS(leads[Outcome],"{end}",leads[Contribution],"{did}")' for end, did in pairs)
    listed = 'COUNTIF(rejected[Reason],"*contradicts*")'
    words = count_words(f"MAX({here},{listed})", "lead says", "leads say")
    return [
        Check(
            "No rows below the tables", first_wrong(*below), "Drag the table's corner down over them, press Refresh."
        ),
        Check(
            "Leads say nothing contradictory",
            unless(f"MAX({here},{listed})>0", f'"Warning: "&{words}&" won and misread, or the like; not counted"'),
            "Won: persuaded or passed on. Lost: understood or misread. See Rejected; correct the rows, press Refresh.",
        ),
    ]
