"""Lesion states of everything else: nerves, plexus, cord, vessels, long fibres, serious causes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sciatic.evidence import probability, read_table
from sciatic.pathology.lesions import SOUND, Leg, LesionState
from sciatic.pathology.pressure import SEVERITIES, grades

AFFECTS_ROOTS = ("zoster", "infection_root", "infection_cauda", "malignancy_root",
                 "malignancy_cauda", "fracture_root", "fracture_cauda", "lyme")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mimic:
    """A row of mimics.csv: one way in which a subtype shows. ``both`` is P(both legs)."""

    subtype: str
    severity: str
    share: float
    both: float
    roots: tuple[str, ...]
    effect: str
    edges: tuple[tuple[str, str], ...]
    edge_effect: str
    diffuse: str
    pain: str
    tension: str

    def leg(self, severity: str) -> Leg:
        """What the affected leg suffers at ``severity``."""
        edge_effect = self.edge_effect
        if edge_effect == "entrapment":
            edge_effect = f"entrapment:{severity}"
        nothing = not (self.roots or self.edges or self.diffuse) and self.pain == "none"
        return Leg(
            roots=tuple((root, self.effect) for root in self.roots),
            edges=self.edges,
            edge_effect=edge_effect if self.edges else "",
            diffuse=self.diffuse,
            pain=self.pain,
            tension=self.tension,
            rash=self.subtype == "zoster",
            place=self._place(),
            affected=not nothing,
        )

    def _place(self) -> str:
        if self.subtype == "zoster":
            return "ganglion"
        plexus = self.subtype.startswith("plexus") or self.subtype == "haematoma"
        return "plexus" if plexus else "canal"


@cache
def mimics() -> tuple[Mimic, ...]:
    """Every row of mimics.csv."""

    def parse(cells: Mapping[str, str]) -> Mimic:
        pairs = (edge.split(">") for edge in cells["edges"].split())
        return Mimic(
            subtype=cells["subtype"],
            severity=cells["severity"],
            share=probability(cells, "share"),
            both=probability(cells, "both"),
            roots=tuple(cells["roots"].split()),
            effect=cells["effect"],
            edges=tuple((parent, child) for parent, child in pairs),
            edge_effect=cells["edge_effect"],
            diffuse=cells["diffuse"],
            pain=cells["pain"],
            tension=cells["tension"],
        )

    return read_table("pathology", "mimics", parse)


def mimic_states(subtype: str) -> Iterator[LesionState]:
    """Every severity and side of every row of one subtype."""
    for row in mimics():
        if row.subtype == subtype:
            for severity, share in _severities(row):
                yield from _sides(row, severity, share)


def _severities(row: Mimic) -> Iterator[tuple[str, float]]:
    if row.severity != "*":
        yield row.severity, row.share
        return
    for severity in SEVERITIES:
        yield severity, row.share * grades()["entrapment", severity].share


def _sides(row: Mimic, severity: str, share: float) -> Iterator[LesionState]:
    leg = row.leg(severity)
    unhurt = Leg(affected=False, tension=leg.tension) if leg.tension == "back" else SOUND
    shapes = {
        "left": (leg, unhurt, (1 - row.both) / 2),
        "right": (unhurt, leg, (1 - row.both) / 2),
        "both": (leg, leg, row.both),
    }
    if not leg.affected:
        shapes = {"none": (leg, leg, 1.0)}
    for side, (left, right, weight) in shapes.items():
        if weight <= 0:
            continue
        legs = {"left": left, "right": right}
        touched = row.subtype in AFFECTS_ROOTS
        yield LesionState(
            condition="",
            subtype=row.subtype,
            weight=share * weight,
            side=side,
            severity=severity,
            roots=tuple((one, root) for one in legs for root, _ in legs[one].roots)
            if touched
            else (),
            left=left,
            right=right,
        )
