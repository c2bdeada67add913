"""The result, in the order in which a frightened person can stop reading and be safe."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sciatic.followup.words import KIND_WORDS
from sciatic.web.chart import chart_of, compared_chart
from sciatic.web.check_in_view import check_in_view
from sciatic.web.judged import Judged
from sciatic.web.known import examined, known
from sciatic.web.nerve_picture import picture
from sciatic.web.result_view import result_view
from sciatic.web.site import Site
from sciatic.web.visit import Visit, warning_of


def show_result(
    request: Request, site: Site, judged: Judged, visit: Visit, *, finished: bool = False
) -> Response:
    """The result page; ``finished`` where nothing more is worth asking."""
    return site.page(request, "result.html", visit, **shown(request, site, judged, finished))


def shown(request: Request, site: Site, judged: Judged, finished: bool = False) -> dict[str, Any]:
    """What the result, the summary and the PDF read."""
    words = site.words(request)
    return {
        "result": result_view(judged, words),
        "known": known(judged.case, words),
        "examined": examined(judged.case, words),
        "case": judged.case,
        "finished": finished,
        "warning": warning_of(judged.urgency),
        "chart": compared_chart(judged.case, judged.document),
        "painted": chart_of(judged.case),
        "picture": picture(judged.assessment, words.say),
        "document": judged.document,
        "check_in": check_in_view(judged, words),
        "kinds": KIND_WORDS,
        "keep_days": site.settings.keep_days if site.settings.store else 0,
    }
