"""The pages of a workbook's report as a PDF, which LibreOffice makes of a copy that holds values alone."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from addin.actions.export import compute_for_copy
from addin.actions.refresh import template_of
from addin.actions.report_pages import pages_of, print_only
from addin.refusal import Refusal
from addin.system import soffice as libreoffice_program
from addin.system.new_file import create
from addin.workbook.file import WorkbookFile
from addin.xlsx.copies.closed_copy import Wanted, closed_copy, write_parts
from addin.xlsx.package import Package


def pdf_beside(path: Path) -> Path:
    """Where the PDF of a workbook goes."""
    return path.with_suffix(".pdf")


def export_pdf(path: Path, target: Path) -> tuple[list[str], int]:
    """Write the PDF. What a formula showed last is what is printed.

    Answers the sheets that are its pages, and how many values a fresh calculation would change.
    """
    if target.suffix.lower() != ".pdf":
        raise Refusal(f"{target.name}: let the name of a PDF end in .pdf.")
    if target.exists():
        raise Refusal(f"{target.name}: there is such a file already; choose another name, or remove it.")
    book = WorkbookFile(path)
    pages = pages_of(book.package, template_of(book).pages)
    program = libreoffice_program.find()
    if program is None:
        raise Refusal(
            f"{path.name}: LibreOffice makes the PDF, and it was not found on this computer. Install it, or open the "
            f"workbook in Excel, select the sheets {', '.join(pages)} and save them as PDF."
        )
    _, stale = compute_for_copy(book)
    copy = closed_copy(book.package, Wanted(book.package.sheets, to_send=False))
    stream = io.BytesIO()
    write_parts(copy.parts, stream)
    package = Package(path, stream.getvalue())
    print_only(package, pages)
    with tempfile.TemporaryDirectory(prefix="centre-roi-") as scratch:
        paged = Path(scratch) / f"{path.stem}.xlsx"
        create(paged, package.write)
        made = libreoffice_program.convert_file(program, paged, "pdf", paged.parent)
        create(target, lambda stream: stream.write(made.read_bytes()), like=path)
    return pages, stale
