"""Checks of what users entered: inputs, goods, territories, departments, functions, costs."""

from typing import Final

from workbook_templates.centre_benefits.columns import ROWS
from workbook_templates.centre_benefits.sheets.functions import NAMES as FUNCTIONS
from workbook_templates.centre_benefits.sheets.places import (
    CENTRE_COST_TOTAL,
    CENTRES,
    COVERAGE,
    DEPARTMENTS_LAST,
    FORM_FIRST,
    GOODS_LAST,
    ROWS_HEADER,
    SHARED,
    TABLE_TOTAL,
    TERRITORIES,
    TERRITORIES_LAST,
    centre_costs,
    costs,
    departments,
    goods,
    table,
    territories,
)
from workbook_templates.sheets.checks import Check, counted, first_wrong, unless
from workbook_templates.sheets.look import in_formulas

_MARKS: Final = ("*~**", "*~?*", "*~~*")


def checks() -> list[Check]:
    """Every line."""
    return [*_of_inputs(), *_of_forms(), *_of_costs(), *_of_rows()]


def _of_inputs() -> list[Check]:
    shares = "IF(ISNUMBER(persuaded_share),0,1)+IF(ISNUMBER(passed_on_share),0,1)"
    figures = "COUNT(survey_net_profit,survey_net_cost,survey_roi)"
    typed = "IF(survey_net_cost>0,ABS(ROI(survey_net_profit,survey_net_cost)-survey_roi)>0.0006,FALSE)"
    apart = "IF(survey_net_cost>0,ABS(service_net_cost-survey_net_cost)>0.01*survey_net_cost,FALSE)"
    return [
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
                (f"({shares})>0", '"A share of the credit is blank or no number"'),
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
                    f"AND({figures}<3,OR({figures}>0,service_net_cost>0))",
                    f'(3-{figures})&" of 3 figures of the survey workbook missing"',
                ),
                (typed, '"The ROI typed in is not that of the net profit and net cost typed in"'),
            ),
            "Copy net profit, net cost and ROI from the sheet Report of the survey workbook to Inputs.",
        ),
        Check(
            "Customer service costs the same here and there",
            unless(
                f"IF({figures}=3,{apart},FALSE)",
                '"Warning: its net cost here is "&ROUND(service_net_cost,0)&", in the survey workbook "'
                "&ROUND(survey_net_cost,0)",
            ),
            "Enter the same cost lines here and there, or be aware that the two ROI differ.",
        ),
    ]


def _of_forms() -> list[Check]:
    filled = {
        "Goods": f'SUMPRODUCT(({goods("B")}<>"")*(({goods("C")}="")+({goods("D")}="")+({goods("E")}="")>0))',
        "Territories": f'SUMPRODUCT(({territories("B")}<>"")*(({territories("E")}="")+({territories("F")}="")'
        f'+({territories("G")}="")>0))',
        "Departments": f'SUMPRODUCT(({departments("B")}<>"")*({departments("C")}=""))',
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
        words = counted(formula, f"line lacks its {what}", f"lines lack their {what}")
        lines.append(Check(f"{name} are complete", unless(f"{formula}>0", words), advice))
    return [*lines, *_of_names(), _of_targets(), *_of_shares()]


def _of_names() -> list[Check]:
    lists = {
        "Goods": [f"Goods!$B${row}" for row in range(FORM_FIRST, GOODS_LAST + 1)],
        "Territories": [f"Territories!$B${row}" for row in range(FORM_FIRST, TERRITORIES_LAST + 1)],
        "Departments": [f"Departments!$B${row}" for row in range(FORM_FIRST, DEPARTMENTS_LAST + 1)],
    }
    ranges = {"Goods": goods("B"), "Territories": territories("B"), "Departments": departments("B")}
    twice, marks = [], []
    for name, cells in lists.items():
        same = "+".join(f'IF({cell}="",0,IF(SUMPRODUCT(--({ranges[name]}={cell}))>1,1,0))' for cell in cells)
        twice.append((f"({same})>0", f'"A name stands twice on the sheet {name}"'))
        signs = "+".join(f'IF(ISNUMBER(FIND(LEFT({cell},1),"<>=")),IF({cell}="",0,1),0)' for cell in cells)
        found = "+".join(f'COUNTIF({ranges[name]},"{mark}")' for mark in _MARKS)
        marks.append((f"({found}+{signs})>0", f'"A name on {name} has * ? or ~ in it, or < > or = in front"'))
    same = f'SUMPRODUCT(({FUNCTIONS}<>"")*(COUNTIF({FUNCTIONS},{FUNCTIONS}&"")>1))'
    twice.append((f"{same}>0", '"A name stands twice on the sheet Functions"'))
    return [
        Check(
            "Each name stands once",
            first_wrong(*twice),
            "A territory that stands twice would carry its target twice. Correct the names, then press Refresh.",
        ),
        Check("Names are clear", first_wrong(*marks), "Counting reads such signs as patterns: take them out."),
    ]


def _of_targets() -> Check:
    seen = "+".join(f"SUM({table(COVERAGE.sheet, column, TERRITORIES)})" for column in "MN")
    seen = f"({seen})"
    both = f'SUMIFS({territories("E")},{territories("F")},"both")'
    once = f"{in_formulas(COVERAGE.sheet)}!$E${TABLE_TOTAL}"
    return Check(
        "A shared target counts once",
        unless(
            f"ABS({seen}-{both}-{once})>=0.005",
            f'"Seen by inside and outside: "&ROUND({seen},2)&", of it by both: "&ROUND({both},2)&", but rolled up: "'
            f"&ROUND({once},2)",
        ),
        'Choose who carries each target on the sheet Territories: "inside", "outside" or "both".',
    )


def _of_shares() -> list[Check]:
    total = f"Costs!$C${CENTRE_COST_TOTAL}"
    return [
        Check(
            "Shares of shared lines come to 100%",
            unless(f"AND(shared_net_cost<>0,ABS({total}-1)>0.000000001)", f'"They come to "&ROUND({total}*100,6)&"%"'),
            "Correct the blue shares on the sheet Costs: all of a shared line is carried, and once.",
        ),
        Check(
            "Shares of territories are from 0% to 100%",
            unless(
                f'COUNTIF({territories("G")},"<0")+COUNTIF({territories("G")},">1")>0',
                '"An inside share is not from 0% to 100%"',
            ),
            "Write 60% or 0.6 on the sheet Territories.",
        ),
    ]


def _of_costs() -> list[Check]:
    to_fix = f'COUNTIF({costs("J")},"?*")'
    nobody = f'SUMPRODUCT(({costs("H")}=1)*({costs("D")}=""))'
    negative = f'COUNTIF({centre_costs("H")},"<0")'
    lines = f"SUM({costs('I')})"
    outside = 'IF(coverage_method="combined",N(outside_cost),0)'
    nothing = "+".join(f"IF(AND({each.benefit}<>0,{each.net_cost}=0),1,0)" for each in CENTRES)
    first = "".join(f'IF(AND({each.benefit}<>0,{each.net_cost}=0),"{each.name}",' for each in CENTRES)
    return [
        Check(
            "Every cost line can be read",
            unless(f"{to_fix}>0", counted(to_fix, "cost line is left out", "cost lines are left out")),
            "The column To fix on the sheet Costs says why.",
        ),
        Check(
            "Every cost line has an owner",
            unless(
                f"{nobody}>0", '"Warning: "&' + counted(nobody, "cost line has", "cost lines have") + '&" no owner"'
            ),
            "Who answers for a cost can explain it: fill the owner on the sheet Costs.",
        ),
        Check(
            "Cost lines and net costs are the same amount",
            unless(
                f"ABS({lines}+{outside}-total_net_cost)>=0.005",
                f'"The lines come to "&ROUND({lines}+{outside},2)&", the centres to "&ROUND(total_net_cost,2)',
            ),
            f'A line names no kind of centre, or "{SHARED}", exactly; or a row lacks its formulas: copy a whole row.',
        ),
        Check(
            "No centre has a negative net cost",
            unless(
                f"{negative}>0",
                counted(negative, "centre has a negative net cost and no ROI", "centres have a negative net cost"),
            ),
            "Recoveries exceed the amounts: check both on the sheet Costs.",
        ),
        Check(
            "Every centre with a benefit has a cost",
            unless(
                f"({nothing})>0", f'"Warning: no cost for "&{first}""{")" * len(CENTRES)}&": the total ROI is too high"'
            ),
            "Enter its cost lines on the sheet Costs.",
        ),
    ]


def _of_rows() -> list[Check]:
    below = []
    for name, columns in ROWS.items():
        last = chr(ord("B") + len(columns) - 1)
        sheet = f"{name.capitalize()}!$B${ROWS_HEADER + 1}:${last}$1048576"
        ends = f"{columns[0]}]:[{columns[-1]}".replace("'", "''")
        below.append((f"COUNTA({sheet})>COUNTA({name}[[{ends}]])", f'"Rows below the table of {name} are not read"'))
    pairs = (("won", "understood"), ("won", "misread"), ("lost", "persuaded"), ("lost", "passed on"))
    here = "+".join(f'COUNTIFS(leads[Outcome],"{end}",leads[Contribution],"{did}")' for end, did in pairs)
    listed = 'COUNTIF(rejected[Reason],"*contradicts*")'
    words = counted(f"MAX({here},{listed})", "lead says", "leads say")
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
