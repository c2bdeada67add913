"""The painted skin of a form, kept in the case; and the charts that the pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sciatic.findings import Case, load_case
from sciatic.web.body_chart import BodyChart, body_chart, read_painted, views
from sciatic.web.body_chart.drawing import definitions


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedChart(BodyChart):
    """The painted chart beside the predicted one; it brings the shapes of its own views alone."""

    def definitions(self) -> Markup:
        """The shapes and patterns of what is shown."""
        shown = dict.fromkeys(name for name, _ in self.compared_views)
        used = {mark.region for mark in self.painted.marks} | {one.region for one in self.compared}
        return definitions((views()[name] for name in shown), used)


def with_chart(case: Case, form: object) -> Case:
    """The case with the chart of a form in place of the one it had.

    Raises:
        CaseError: a mark that is none.
    """
    return load_case({**case.to_dict(), "chart": read_painted(form).to_dict()})


def chart_of(case: Case) -> BodyChart:
    """The chart to paint on, with what is painted already."""
    return body_chart(case.marks, case.chart_complete)


def compared_chart(case: Case, document: Mapping[str, Any]) -> ComparedChart:
    """The painted chart beside the one that an assessment predicts."""
    chances = {(row["side"], row["region"]): row["p_numb"] for row in document["predicted_chart"]}
    chart = body_chart(case.marks, case.chart_complete, chances)
    return ComparedChart(painted=chart.painted, predicted=chart.predicted, compared=chart.compared)
