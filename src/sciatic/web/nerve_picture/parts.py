"""What a nerve picture is made of, ready for the template: nothing is worked out there."""

from __future__ import annotations

from dataclasses import dataclass, field

from sciatic.web.nerve_picture.course import patches
from sciatic.web.nerve_picture.curves import Point
from sciatic.web.nerve_picture.spine import Shape

WIDTH, HEIGHT = 360, 968


@dataclass(frozen=True, slots=True)
class Line:
    """A strand, from the skin to the cord; ``below`` is its stretch from the pressed place down.

    ``squeeze`` is the share of the way at which signals stop; None where none does. ``signals``
    says that signals are shown on it, ``end`` where it meets the skin.
    """

    look: str
    path: str
    below: str
    squeeze: float | None
    signals: bool
    end: Point


@dataclass(frozen=True, slots=True)
class PatchDrawn:
    """A patch of skin with the share of feeling lost at each step; ``told``: it was marked."""

    side: str
    region: str
    path: str
    front: bool
    lost: tuple[float, ...]
    told: bool


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside the picture, with a thin line to what they name."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str
    look: str
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Squeeze:
    """Two wedges that close on the nerve: turned across its way, ``gap`` from its middle."""

    x: float
    y: float
    angle: float
    gap: float = 3.2


@dataclass(frozen=True, slots=True)
class Dot:
    """A signal of a still."""

    x: float
    y: float
    look: str


@dataclass(frozen=True, slots=True)
class Still:
    """The picture at one step: where its signals are."""

    step: int
    dots: tuple[Dot, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NervePicture:
    """A nerve picture, all words in the reader's language.

    ``steps`` has one row a position of the slider: ``blocked`` and ``slowed`` shares of the touch
    fibres, ``mmhg`` or None, ``name`` (the severity that stands here), ``words`` (said aloud).
    ``ticks`` are (position, word) of the named steps. ``likely`` is the step that is shown first.
    """

    kind: str
    title: str
    description: str
    heading: str
    caption: str
    width: int
    height: int
    backdrop: tuple[Shape, ...]
    spine: tuple[Shape, ...]
    sac: tuple[Shape, ...]
    rootlets: tuple[str, ...]
    arch: tuple[Shape, ...]
    lines: tuple[Line, ...]
    beads: tuple[Point, ...]
    patches: tuple[PatchDrawn, ...]
    squeezes: tuple[Squeeze, ...]
    bulges: tuple[str, ...]
    labels: tuple[Label, ...]
    steps: tuple[dict[str, object], ...]
    ticks: tuple[tuple[int, str], ...]
    likely: int
    stills: tuple[Still, ...]
    scale_name: str
    sources: tuple[str, ...] = field(default=())

    @property
    def moves(self) -> bool:
        """Whether there is anything to slide."""
        return len(self.steps) > 1

    @property
    def regions(self) -> tuple[tuple[str, str, bool], ...]:
        """(region, outline on the left, on the far side) of every region shown, each once."""
        return tuple(
            (region, patches()[region].path("left"), patches()[region].front)
            for region in dict.fromkeys(patch.region for patch in self.patches)
        )

    @property
    def now(self) -> Still:
        """The still of the likely step, the last of ``stills``."""
        return self.stills[-1]

    @property
    def data(self) -> dict[str, object]:
        """What the module needs, for a block of JSON."""
        return {
            "steps": list(self.steps),
            "likely": self.likely,
            "skin_percent": [[round(100 * lost) for lost in patch.lost] for patch in self.patches],
        }
