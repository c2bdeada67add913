"""Curated starting points: the classic lessons, and pairs that are taken for each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sciatic.web.explore.lesson import Lesson, read_lesson, written
from sciatic.web.explore.words import Say

DISC: Final = {"condition": "disc_herniation", "side": "left"}
L5_DISC: Final = {**DISC, "level": "L4/L5", "zone": "subarticular", "severity": "moderate"}
S1_DISC: Final = {**DISC, "level": "L5/S1", "zone": "subarticular", "severity": "moderate"}
L4_DISC: Final = {**DISC, "level": "L3/L4", "zone": "subarticular", "severity": "moderate"}
FAR_L4: Final = {**DISC, "level": "L4/L5", "zone": "extraforaminal", "severity": "moderate"}
FAR_L5: Final = {**DISC, "level": "L5/S1", "zone": "extraforaminal", "severity": "moderate"}
STENOSIS: Final = {
    "condition": "spinal_stenosis",
    "form": "stenosis_central",
    "level": "L4/L5",
    "zone": "central",
    "side": "both",
    "severity": "severe",
}
CAUDA: Final = {
    "condition": "cauda_equina_syndrome",
    "form": "ces_disc",
    "level": "L4/L5",
    "side": "both",
    "severity": "severe",
}
FIBULAR: Final = {"condition": "fibular_neuropathy", "side": "left", "severity": "severe"}
TARSAL: Final = {"condition": "tarsal_tunnel", "side": "left", "severity": "moderate"}
FEMORAL: Final = {"condition": "other", "form": "femoral", "side": "left"}
MERALGIA: Final = {"condition": "other", "form": "meralgia", "side": "left"}
SCIATIC: Final = {"condition": "other", "form": "sciatic_injury", "side": "left"}
FEET: Final = {"condition": "polyneuropathy", "form": "pn_diabetic", "side": "both"}
PLEXUS: Final = {"condition": "plexopathy", "side": "left", "severity": "moderate"}
VESSELS: Final = {"condition": "vascular_claudication", "side": "both"}


@dataclass(frozen=True, slots=True)
class Start:
    """A starting point: its fields, its name and what it teaches."""

    fields: dict[str, str]
    title: str
    teaches: str

    @property
    def address(self) -> str:
        """Where it is shown."""
        return f"/explore?{written(self.fields)}"

    @property
    def lesson(self) -> Lesson:
        """The lesson itself."""
        return read_lesson(self.fields)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lessons side by side, the fields of the second beginning with ``b_``."""

    one: dict[str, str]
    other: dict[str, str]
    title: str
    teaches: str

    @property
    def fields(self) -> dict[str, str]:
        """The fields of both."""
        return {**self.one, **{f"b_{name}": word for name, word in self.other.items()}}

    @property
    def address(self) -> str:
        """Where they are shown."""
        return f"/explore/compare?{written(self.fields)}"


def starts(_: Say) -> tuple[Start, ...]:
    """The classic lessons, from the spine outwards."""
    return (
        Start(L5_DISC, _("L5 by a disc"), _("The toes lift weakly; the knee jerk is kept.")),
        Start(S1_DISC, _("S1 by a disc"), _("The outer foot is numb, and the ankle jerk goes.")),
        Start(
            L4_DISC,
            _("L4 by a disc"),
            _("The shin, the knee jerk, and a positive femoral stretch."),
        ),
        Start(
            FAR_L4,
            _("L4 by a far-lateral disc"),
            _("The same disc as L5 by a disc, but the root above."),
        ),
        Start(
            {**STENOSIS, "posture": "walking"},
            _("Narrow canal, walking"),
            _("Worse with every minute upright, better bent forward."),
        ),
        Start(CAUDA, _("Cauda equina"), _("Bladder, bowel and saddle: the one that can't wait.")),
        Start(
            FIBULAR, _("Fibular nerve at the knee"), _("A dropped foot whose ankle still turns in.")
        ),
        Start(TARSAL, _("Tarsal tunnel"), _("The sole alone, no reflex lost.")),
        Start(MERALGIA, _("Meralgia"), _("The outer thigh alone: a nerve with no muscle.")),
        Start(FEMORAL, _("Femoral nerve"), _("A knee that gives way, a knee jerk that goes.")),
        Start(
            SCIATIC,
            _("Sciatic nerve"),
            _("Hurt at the buttock, yet its fibular half suffers most."),
        ),
        Start(FEET, _("Diabetic polyneuropathy"), _("The longest fibres first, both feet alike.")),
    )


def pairs(_: Say) -> tuple[Pair, ...]:
    """Pairs that are taken for each other."""
    strong = {**L5_DISC, "severity": "severe"}
    return (
        Pair(strong, FIBULAR, _("L5 root or fibular nerve?"), _("Two ways to a dropped foot.")),
        Pair(L4_DISC, FEMORAL, _("L4 root or femoral nerve?"), _("Two ways to a weak knee.")),
        Pair(S1_DISC, TARSAL, _("S1 root or tarsal tunnel?"), _("Two ways to a numb sole.")),
        Pair(FAR_L4, L5_DISC, _("Far-lateral or lateral recess?"), _("One disc, two roots.")),
        Pair(
            STENOSIS, VESSELS, _("Narrow canal or narrow arteries?"), _("Two ways to stop walking.")
        ),
        Pair(STENOSIS, FEET, _("Narrow canal or polyneuropathy?"), _("Two ways to two numb feet.")),
        Pair(L5_DISC, PLEXUS, _("L5 root or plexus?"), _("Before and after the roots join.")),
        Pair(STENOSIS, CAUDA, _("Narrow canal or cauda equina?"), _("When it can't wait.")),
    )
