"""Patients drawn from the model itself: a lesion, then what is painted and found, all latents too.

For tests that ask how well a lesion can be told from such findings at best.
"""

import numpy as np
from small_cases import case_of

from sciatic.assessment import compiled
from sciatic.assessment.differential import network_for

WORDS = {"sensation": ("numb", "tingling"), "pain": ("pain", "burning")}


class Patients:
    """Draws cases of one state after another; the same seed gives the same cases."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.model = compiled()
        self.network = network_for(self.model, case_of({}), "mixed")
        self.prior = np.exp(self.network.log_prior)

    def states(self, condition: str, root: str, number: int, side: str = "left") -> list[int]:
        """States of a condition that press this root of one side and no other."""
        labels = self.model.labels
        place = labels.root_names.index((side, root))
        alone = labels.roots[:, place] & (labels.roots.sum(axis=1) == 1)
        alone &= np.array([one == condition for one in labels.condition])
        p = np.where(alone, labels.weight, 0.0)
        return self.rng.choice(len(p), number, p=p / p.sum()).tolist()

    def group(self, name: str, state: int) -> tuple[int, int]:
        """The lesion that a group of findings shows, and how its reporter reports."""
        group = self.network.groups[name]
        if self.rng.random() < group.atypical:
            state = int(self.rng.choice(len(self.prior), p=self.prior))
        return state, int(self.rng.choice(len(group.latent), p=group.latent))

    def paint(self, state: int, z: int) -> list[tuple[str, str, str]]:
        """A complete chart: numbness, then pain."""
        marks = []
        for kind, group in (("sensation", "numbness"), ("pain", "pain")):
            shown, u = self.group(group, state)
            for side in ("left", "right"):
                marks += self._one_leg(kind, side, shown, (u, z))
        return marks

    def _one_leg(self, kind: str, side: str, state: int, latents: tuple[int, int]) -> list:
        tables = self.model.tables
        leg = tables.blocks[f"leg.{side}"][state]
        u, z = latents
        parts = self._parts(kind, leg)
        found = []
        for region, segment in tables.segments.items():
            p = tables.tables[f"chart.{kind}.{region}"].p
            if u == p.shape[0]:  # paints body parts
                name = "painter_mark_on" if parts[segment] else "painter_mark_off"
                marked = tables.parameters[name]
            else:
                marked = 1 - p[u, z if p.shape[1] > 1 else 0, leg, 0]
            if self.rng.random() < marked:
                first = {"sensation": "word_numb", "pain": "word_pain"}[kind]
                other = self.rng.random() >= tables.parameters[first]
                found.append((side, region, WORDS[kind][int(other)]))
        return found

    def _parts(self, kind: str, leg: int) -> dict[str, bool]:
        segments = list(dict.fromkeys(self.model.tables.segments.values()))
        p_on = self.model.tables.painted_part[kind][:, leg]
        return dict(zip(segments, self.rng.random(len(segments)) < p_on, strict=True))

    def examine(self, state: int, z: int, paths: dict[str, tuple[str, ...]]) -> dict[str, object]:
        """Findings of the left leg by group; ``paths``: group -> keys of tables."""
        tables = self.model.tables
        answers = {}
        for name, keys in paths.items():
            shown, u = self.group(name, state)
            leg = tables.blocks["leg.left"][shown]
            parts = self._parts("sensation", leg)
            for key in keys:
                table = tables.tables[key]
                if table.painted and u == table.p.shape[0]:
                    p = self._touch(parts[tables.segments[key.split(".")[1]]])
                else:
                    column = table.p[min(u, table.p.shape[0] - 1)]
                    p = column[min(z, len(column) - 1), leg]
                finding, _, item = key.partition(".")
                path = f"{finding}.left.{item}" if item else f"{finding}.left"
                answers[path] = table.values[self.rng.choice(len(p), p=np.array(p) / sum(p))]
        return answers

    def _touch(self, on: bool) -> list[float]:
        """P(absent, reduced, normal, increased) by an examiner who finds body parts dull."""
        p = self.model.tables.parameters
        low = p["painter_mark_on"] if on else p["touch_floor"]
        more = p["touch_increased"]
        gone = p["touch_absent_share"]
        return [gone * low, (1 - gone) * low, 1 - low - more, more]

    def latent(self) -> int:
        """A plexus and a map."""
        return int(self.rng.choice(len(self.network.latent), p=self.network.latent))


def area_under_curve(ill: list[float], well: list[float]) -> float:
    """P(a score of the ill is above one of the well), ties half."""
    one, other = np.array(ill)[:, None], np.array(well)[None, :]
    return float((one > other).mean() + 0.5 * (one == other).mean())
