"""The case file: given out to keep, and taken in again."""

from __future__ import annotations

import json
from datetime import date

from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from sciatic.errors import CaseError, Problem
from sciatic.findings import Case, parse_case


def case_file(case: Case, today: date) -> Response:
    """The case as a file that ``sciatic assess`` reads too."""
    text = json.dumps(case.to_dict(), indent=2, ensure_ascii=False) + "\n"
    name = f"sciatic-case-{today.isoformat()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="application/json", headers=headers)


async def case_in(form: FormData) -> Case:
    """The case in the file of a form.

    Raises:
        CaseError: no file was chosen, or it can't be read.
    """
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise CaseError([Problem("file", None, "no file was chosen")], "upload")
    return parse_case(await file.read(), "upload", toml=file.filename.endswith(".toml"))
