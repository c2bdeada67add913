"""The ways to a nerve picture."""

from __future__ import annotations

from sciatic.anatomy import Trace
from sciatic.assessment import Assessment
from sciatic.assessment.nerve_route import lesson_route, likely_route
from sciatic.assessment.traced_route import traced_route
from sciatic.web.nerve_picture.composing import compose
from sciatic.web.nerve_picture.parts import NervePicture
from sciatic.web.nerve_picture.words import Say


def picture(assessment: Assessment, say: Say = str) -> NervePicture:
    """The picture of what an assessment finds likeliest.

    Args:
        assessment: of ``sciatic.assess``.
        say: puts a text into the reader's language, such as ``gettext``.
    """
    return compose(likely_route(assessment), say)


def traced(found: Trace, side: str, say: Say = str) -> NervePicture | None:
    """The picture of a trace on one side; None where it has no way that can be drawn."""
    route = traced_route(found, side)
    return compose(route, say) if route is not None else None


def lesson(
    condition: str,
    level: str | None = None,
    side: str | None = None,
    zone: str | None = None,
    severity: str | None = None,
    say: Say = str,
    subtype: str | None = None,
) -> NervePicture:
    """The picture of a lesion, for teaching; what is None is the commonest.

    Raises:
        UnknownTermError: a word that is not in the vocabulary, or a lesion that no state describes.
    """
    return compose(lesson_route(condition, level, side, zone, severity, subtype), say)
