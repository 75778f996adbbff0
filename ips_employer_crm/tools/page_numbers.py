"""The line at the foot of a printed page, and what a file says about itself."""

import functools
import io

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from odoo.tools.pdf import (
    NameObject,
    PdfFileReader,
    PdfFileWriter,
    create_string_object,
)

SIZE, SIDE, FOOT = 7.5, 15 * mm, 9 * mm


@functools.cache
def _font():
    """Vera comes with reportlab, and goes into the file: no reader needs to have it.

    Where a distribution has taken it out, a font that every reader has.
    """
    try:
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    except TTFError:
        return "Helvetica"
    return "Vera"


def with_page_numbers(pdf, title, lang):
    """Return the PDF with title and "2 / 3" at the foot of each page.

    Only some builds of wkhtmltopdf can print a footer; and none names the file's title
    and language, which screen readers read.

    :param bytes pdf: as wkhtmltopdf made it
    """
    source = PdfFileReader(io.BytesIO(pdf), strict=False)
    count = source.getNumPages()
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for number in range(count):
        box = source.getPage(number).mediaBox
        width = float(box.getWidth())
        canvas.setPageSize((width, float(box.getHeight())))
        canvas.setFont(_font(), SIZE)
        canvas.drawString(SIDE, FOOT, _shortened(title, width - 2 * SIDE - 20 * mm))
        canvas.drawRightString(width - SIDE, FOOT, f"{number + 1} / {count}")
        canvas.showPage()
    canvas.save()
    lines, target = PdfFileReader(stream), PdfFileWriter()
    for number in range(count):
        target.addPage(source.getPage(number))
        page = target.getPage(number)
        page.mergePage(lines.getPage(number))
        page.compress_content_streams()
    target.addMetadata({"/Title": title})
    target._root_object[NameObject("/Lang")] = create_string_object(lang)
    result = io.BytesIO()
    target.write(result)
    return result.getvalue()


def _shortened(title, room):
    """The title, as far as there is room on a line."""
    while pdfmetrics.stringWidth(title, _font(), SIZE) > room:
        title = title[:-2] + "…"
    return title
