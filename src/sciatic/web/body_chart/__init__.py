"""The body chart: our own drawing of the legs, to be painted and read.

``body_chart(marks, complete, predicted)`` is what ``templates/parts/body_chart.html`` shows;
``read_chart(form)`` reads what it posts, with JavaScript or without.
"""

from sciatic.web.body_chart.charts import BodyChart, body_chart
from sciatic.web.body_chart.marks import LAYERS, SIDES, Painted, read_chart, read_painted
from sciatic.web.body_chart.views import VIEWS, View, seen_in, views

__all__ = [
    "LAYERS",
    "SIDES",
    "VIEWS",
    "BodyChart",
    "Painted",
    "View",
    "body_chart",
    "read_chart",
    "read_painted",
    "seen_in",
    "views",
]
