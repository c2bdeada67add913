"""A number without a passport, or out of its range, can't be read."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sciatic.errors import EvidenceError
from sciatic.evidence import bounded, probability, read_table, sources, tables
from sciatic.evidence.figures import Accuracy, Band, Figure

HEADER = "id,share,source,seen,note"


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch):
    """Reads a table of our own as if it lay in ``anatomy/data/trial.csv``."""

    def read(*lines: str, header: str = HEADER) -> tuple[float, ...]:
        text = "\n".join([header, *lines])
        monkeypatch.setattr(tables, "data_text", lambda room, name: text)
        tables._text.cache_clear()
        return read_table("anatomy", "trial", lambda cells: probability(cells, "share"))

    yield read
    tables._text.cache_clear()


def test_a_sourced_figure_is_read(table) -> None:
    assert table("a,0.92,vdwindt2010,page,", "b,0.5,vdwindt2010;capra2011,memory,") == (0.92, 0.5)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("a,0.5,,page,", "no source"),
        ("a,0.5,nobody1900,page,", "source 'nobody1900' is not among"),
        ("a,0.5,vdwindt2010;nobody1900,page,", "source 'nobody1900' is not among"),
        ("a,0.5,vdwindt2010,,", "seen is ''"),
        ("a,0.5,vdwindt2010,heard,", "seen is 'heard'"),
        ("a,0.5,assumption,assumption,", "an assumption needs its reason"),
        ("a,92,vdwindt2010,page,", "write 92 % as 0.92"),
        ("a,-0.1,vdwindt2010,page,", "outside 0 to 1"),
        ("a,many,vdwindt2010,page,", "not a number"),
        ("a,0.5,vdwindt2010", "5 cells are expected"),
        ("a,0.5,vdwindt2010,page,,extra", "5 cells are expected"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused_with_its_line(table, line: str, fault: str) -> None:
    with pytest.raises(EvidenceError, match=fault) as caught:
        table("ok,0.5,vdwindt2010,page,", line)
    assert "anatomy/data/trial.csv line 3" in str(caught.value)


def test_an_assumption_with_its_reason_is_read(table) -> None:
    assert table("a,0.5,assumption,assumption,no study weighs them") == (0.5,)


def test_a_table_without_the_column_is_refused(table) -> None:
    with pytest.raises(EvidenceError, match="share"):
        table("a,vdwindt2010,page,", header="id,source,seen,note")


def test_bounds_are_inclusive() -> None:
    cells: Mapping[str, str] = {"low": "3", "high": "300"}
    assert bounded(cells, "low", 3, 300) == 3
    assert bounded(cells, "high", 3, 300) == 300


def test_a_band_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="out of order"):
        Band.read({"v": "0.5", "l": "0.6", "h": "0.7"}, "v", "l", "h")
    assert Band.read({"v": "", "l": "0.6", "h": "0.7"}, "v", "l", "h").value is None


def test_the_published_figures_all_pass() -> None:
    assert len(read_table("findings", "accuracy", Accuracy.read)) == 197
    assert len(read_table("pathology", "priors", Figure.read)) == 212
    assert len(read_table("physiology", "physiology", Figure.read)) == 214


def test_an_accuracy_in_percent_is_refused() -> None:
    row = dict.fromkeys(Accuracy.__annotations__, "") | dict.fromkeys(
        ("sens_lo", "sens_hi", "spec_lo", "spec_hi", "lr_pos", "lr_neg"), ""
    )
    with pytest.raises(ValueError, match=r"write 92 % as 0\.92"):
        Accuracy.read(row | {"sensitivity": "92"})


def test_every_source_can_be_cited() -> None:
    for source in sources().values():
        assert source.title, source.key
        assert source.seen in ("page", "memory", "computed", "assumption"), source.key
