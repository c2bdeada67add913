"""The summary as a PDF, made by weasyprint where it is installed; nothing is fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sciatic.errors import SciaticError

STATIC: Final = Path(__file__).with_name("static")
STYLES: Final = ("tokens.css", "paper.css")


class PdfMissingError(SciaticError):
    """weasyprint, or a library that it needs, is not installed here."""


def pdf_of(html: str) -> bytes:
    """The page as a PDF that a screen reader can read (PDF/UA-1).

    Raises:
        PdfMissingError: weasyprint can't be loaded.
    """
    try:
        from weasyprint import CSS, HTML
    except (ImportError, OSError) as why:
        raise PdfMissingError("a PDF needs weasyprint: pip install 'sciatic[web]'") from why
    sheets = [CSS(STATIC / "styles" / name, media_type="print") for name in STYLES]
    page = HTML(string=html, url_fetcher=_refuse, media_type="print")
    content: bytes = page.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1")
    return content


def _refuse(url: str) -> dict[str, object]:
    raise ValueError(f"the summary asks for {url}; it holds all it needs")
