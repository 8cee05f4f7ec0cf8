"""The commands for workbooks: `demo`, `new`, `import`, `refresh`, `check` and `export`."""

from __future__ import annotations

import inspect
import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from addin.cli.parameters import plain, tidy_parameters
from addin.cli.steps import FAILED, FINE, is_terminal, say, step
from addin.refusal import Refusal

PANEL = "Workbooks"

# Each command loads what it needs when it runs: a formula, or help, must not wait for what a refresh needs.
commands = typer.Typer()


@commands.command(rich_help_panel=PANEL, epilog="Example: centre-roi demo")
def demo() -> int:
    """Filled workbooks of a made-up centre in this folder, refreshed, and what came out.

    Writes a filled, refreshed workbook of each template into the current folder and prints its result. It never
    overwrites a file: a second demo gets new names.
    """
    from addin.actions import wording
    from addin.actions.demo import DEMOS

    written = [each.write(Path(), step) for each in DEMOS]
    for path, result in written:
        say(wording.summary(result, path.name))
        say()
    for path, result in written:
        say(wording.headline(result))
        say(f"Written: {path}")
    return FINE if all(result.findings.all_well for _, result in written) else FAILED


class _NewCommand(TyperCommand):
    """Its help names the templates, which are loaded when somebody asks for it."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help, and below it what each template is for."""
        from workbook_templates.catalogue import TEMPLATES

        kinds = "\n".join(f"{kind}: {plain(template.about)}" for kind, template in TEMPLATES.items())
        self.epilog = f"The templates:\n{kinds}\n\nExample: centre-roi new {next(iter(TEMPLATES))} book.xlsx"
        super().format_help(ctx, formatter)


@commands.command(cls=_NewCommand, rich_help_panel=PANEL)
def new(
    template: Annotated[
        str, typer.Argument(metavar="TEMPLATE", help="Which one, such as survey_roi; all of them are listed below.")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it, such as book.xlsx.")],
) -> int:
    """A blank template workbook to fill in.

    Writes a blank workbook of a template. It never overwrites a file.
    """
    from addin.system.new_file import create
    from workbook_templates.catalogue import TEMPLATES, workbook_bytes

    if template not in TEMPLATES:
        raise Refusal(f'There is no template "{template}"; there is: {", ".join(TEMPLATES)}.')
    if file.suffix.lower() != ".xlsx":
        raise Refusal(f"{file}: a workbook's name ends in .xlsx.")
    create(file, lambda stream: stream.write(workbook_bytes(template)))
    say(f"Written: {file}. Open it and start with the sheet Start.")
    return FINE


@commands.command(
    name="import", rich_help_panel=PANEL, epilog="Example: centre-roi import book.xlsx survey.csv --dry-run"
)
def propose_import(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="The workbook; close it in Excel first.")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The rows: a .csv, .txt, .tsv, .xlsx, .xls, .xlsb or .ods.")
    ],
    table: Annotated[
        str | None,
        typer.Option("--table", metavar="NAME", help="For which table of rows; left out: the one that fits best."),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook with rows.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write it without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the proposal and write nothing.")] = False,
) -> int:
    """Look at a file, and propose how its columns are read.

    Finds out which header is which column, the scale, decimal mark, order of dates and the like, shows the first rows
    as they would be read, asks, and writes that to the sheet Import. No rows are counted yet.
    """
    if yes and dry_run:
        context.fail("say either --yes or --dry-run")
    from addin.actions.import_wording import describe_import, next_step
    from addin.actions.importing import look_at_file, write_import

    found = look_at_file(book, file, table=table or "", sheet=sheet or "", step=step)
    say("\n".join(describe_import(found)))
    say()
    if found.proposal.columns and not dry_run:
        if not yes and not is_terminal(sys.stdin):
            raise Refusal("Nothing was written: there is nobody to ask. Say --yes to write it.")
        if not (yes or _is_wanted(f"Write this to the sheet {found.proposal.sheet} of {book.name}?")):
            say("Nothing was written.")
            return FINE
        write_import(found)
        say(f"Written to the sheet {found.proposal.sheet} of {book.name}. Now count the rows:")
    else:
        say("Nothing was written." if found.proposal.columns else "Count the rows:")
    say(f"  {next_step(found)}")
    return FINE if found.is_whole else FAILED


def _is_wanted(question: str) -> bool:
    """What a person answers; who answers nothing has stopped the command."""
    try:
        return typer.confirm(question)
    except typer.Abort:
        raise KeyboardInterrupt from None


class _RefreshCommand(TyperCommand):
    """It has an option for each table of rows of the templates, which are loaded when somebody asks for a refresh."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The options of its own, and those of the templates."""
        return [*super().get_params(ctx), *_options_of_rows()]

    def invoke(self, ctx: Any) -> Any:
        """The command, with the files that were named in its context."""
        ctx.obj = {option.name: ctx.params.pop(option.name) for option in _options_of_rows()}
        return super().invoke(ctx)


@cache
def _options_of_rows() -> list[Any]:
    """For each table of rows of the templates the option that names a file; templates may have tables of one name."""
    from workbook_templates.catalogue import TEMPLATES

    helps: dict[str, list[str]] = {}
    for template in TEMPLATES.values():
        for feed in template.feeds:
            helps.setdefault(feed.table, []).append(f"{template.kind}: {feed.help}")

    def options() -> None:
        """Nothing but its parameters."""

    options.__annotations__ = {
        table: Annotated[
            list[Path] | None,
            typer.Option(
                f"--{table}",
                metavar="FILE",
                rich_help_panel="Rows from a file",
                help="Count the rows of this .csv, .txt, .xlsx, .xls, .xlsb or .ods instead of the sheet "
                f"{table.capitalize()}, for this refresh; {plain('; '.join(of_templates))}.",
            ),
        ]
        for table, of_templates in helps.items()
    }
    options.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(table, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
            for table, annotation in options.__annotations__.items()
        ]
    )
    made = typer.Typer(add_completion=False)
    made.command()(options)
    parameters = typer.main.get_command(made).params
    tidy_parameters(parameters)
    return parameters


@commands.command(
    cls=_RefreshCommand,
    rich_help_panel=PANEL,
    epilog="Example: centre-roi refresh book.xlsx --responses survey.csv --dry-run",
)
def refresh(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook; close it in Excel first.")],
    sheet: Annotated[
        list[str] | None,
        typer.Option(
            "--sheet",
            metavar="NAME",
            rich_help_panel="Rows from a file",
            help='Read this sheet of a workbook with rows; several one after another: --sheet Jan --sheet Feb, or "*" '
            "for all that have the headers. Left out: the first visible one that has them.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would come out and write nothing.")] = False,
) -> int:
    """Count the rows, recalculate the workbook, record it.

    Counts the workbook's rows, recalculates every formula and adds a line to its history. The old file is kept beside
    it as FILE.1.bak. If anything is in the way, the file stays as it was.
    """
    from addin.actions import wording
    from addin.actions.refresh import refresh as refreshed

    files: dict[str, Path] = {}
    for table, named in context.obj.items():
        if len(named) > 1:
            raise Refusal(f"--{table} takes one file; put the rows of the others into it, below one header.")
        files |= {table: named[0]} if named else {}
    result = refreshed(file, files, sheets=sheet or (), dry_run=dry_run, step=step)
    say(wording.summary(result, file.name))
    return FINE if result.findings.all_well else FAILED


@commands.command(rich_help_panel=PANEL, epilog="Example: centre-roi check book.xlsx")
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook.")]) -> int:
    """Every error cell and every failed check, explained.

    Recalculates a workbook in memory and says of each error where it began and why, and which lines of its Checks sheet
    are not OK. It changes nothing and works on any workbook.
    """
    from addin.actions import wording
    from addin.actions.checking import findings
    from addin.workbook.file import WorkbookFile

    with step(f"computing {file.name}"):
        book = WorkbookFile(file)
        book.recalculate()
        found = findings(book)
    say("\n".join(wording.describe_check(found, file.name)))
    return FINE if found.all_well else FAILED


@commands.command(rich_help_panel=PANEL, epilog="Example: centre-roi export book.xlsx --pdf --output report.pdf")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook; it stays as it is.")],
    values: Annotated[
        bool, typer.Option("--values", help="The sheets of the report, values in place of formulas.")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="The pages of the report, through LibreOffice.")] = False,
    sheets: Annotated[
        list[str] | None,
        typer.Option(
            "--sheets",
            metavar="NAME",
            help="With --values: send this sheet instead; several one after another: --sheets Report --sheets Costs, "
            'or "*" for all that are shown.',
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="FILE", help="The copy's name (left out: 'FILE - values.xlsx', or 'FILE.pdf')."
        ),
    ] = None,
) -> int:
    """A copy to send: the report as values, or as a PDF.

    Writes a copy of a workbook that holds the sheets of its report alone, every formula as its value, so that anybody
    can open it without the add-in and finds nothing else in it: no other sheet, nothing hidden, no comments, links or
    names of who made it. Or the pages of its report as a PDF, through LibreOffice.
    """
    if values == pdf:
        context.fail("say which copy it is to be: either --values or --pdf")
    if sheets and pdf:
        context.fail("--sheets goes with --values; a PDF has the pages of the report")
    from addin.actions import wording
    from addin.actions.export import ALL_SHEETS, export_values, values_copy
    from addin.actions.pdf import export_pdf, pdf_beside
    from addin.system.plain_file import require_plain

    require_plain(file, "workbook")
    target = output or (pdf_beside if pdf else values_copy)(file)
    with step(f"writing {target.name}"):
        if pdf:
            pages, stale = export_pdf(file, target)
            said = f"Written: {target}, with {', '.join(pages)}."
        else:
            sent = export_values(file, target, sheets or ())
            stale, said = sent.stale, wording.sent(sent, str(target))
            if sent.left_out:
                said += f'\nFor other sheets: --sheets NAME, or --sheets "{ALL_SHEETS}" for all that are shown.'
    say(said)
    if stale:
        say(wording.stale(stale), to_errors=True)
    return FINE
