"""The files that a person keeps: given out, and taken in again."""

from __future__ import annotations

import json
from datetime import date

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from sciatic.errors import CaseError, Problem
from sciatic.findings import Case
from sciatic.followup import Series, parse_kept


def attached(content: str | bytes, name: str, media_type: str = "application/json") -> Response:
    """A file to keep, under this name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def case_file(case: Case, today: date) -> Response:
    """The case as a file that ``sciatic assess`` reads too."""
    text = json.dumps(case.to_dict(), indent=2, ensure_ascii=False) + "\n"
    return attached(text, f"sciatic-case-{today.isoformat()}.json")


def chosen_file(form: FormData) -> UploadFile | None:
    """The file that was chosen in a form; None where none was."""
    file = form.get("file")
    return file if isinstance(file, UploadFile) and file.filename else None


async def kept_in(form: FormData) -> Case | Series:
    """The case, or the visits, in the file of a form.

    Raises:
        CaseError: no file was chosen, or it can't be read.
    """
    file = chosen_file(form)
    if file is None:
        raise CaseError([Problem("file", None, "no file was chosen")], "upload")
    toml = f"{file.filename}".lower().endswith(".toml")
    return await run_in_threadpool(parse_kept, await file.read(), "upload", toml=toml)


async def case_in(form: FormData) -> Case:
    """The case in the file of a form; of several visits, that of the newest.

    Raises:
        CaseError: no file was chosen, or it can't be read.
    """
    kept = await kept_in(form)
    return kept.newest.case if isinstance(kept, Series) else kept
