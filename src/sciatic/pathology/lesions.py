"""A lesion state: one way for one cause to press, inflame or starve nerves, and in which legs."""

from __future__ import annotations

from dataclasses import dataclass, replace

SIDES = ("left", "right")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """What one leg suffers.

    ``roots`` and ``edges`` pair what is pressed with the name of an effect; ``sacral`` roots are
    among them. ``rash`` marks the skin of the roots. ``place`` is where the roots are hurt, which
    decides what becomes of their ganglia: "canal" (above every ganglion), "subarticular",
    "foraminal", "extraforaminal", "ganglion" (zoster) or "plexus". A leg without symptoms is
    ``SOUND``.
    """

    roots: tuple[tuple[str, str], ...] = ()
    edges: tuple[tuple[str, str], ...] = ()
    edge_effect: str = ""
    diffuse: str = ""
    pain: str = "none"
    tension: str = "none"
    rash: bool = False
    place: str = "canal"
    affected: bool = True

    @property
    def beyond_ganglion(self) -> bool:
        """Whether the lesion of the roots lies in the plexus, past ganglia and dorsal rami."""
        return self.place == "plexus"


SOUND = Leg(affected=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LesionState:
    """One state of the model; ``weight`` is P(state | condition).

    ``side`` is the side of the symptoms. ``roots`` are the (side, root) pairs that the lesion
    presses or inflames: none for a lesion of cord, plexus, nerve, vessel or long fibres.
    """

    condition: str
    subtype: str
    weight: float
    side: str
    severity: str
    level: str | None = None
    second_level: str | None = None
    zone: str | None = None
    roots: tuple[tuple[str, str], ...] = ()
    left: Leg = SOUND
    right: Leg = SOUND
    also_present: str | None = None

    @property
    def levels(self) -> tuple[str, ...]:
        """The one or two disc levels where the lesion lies."""
        return tuple(level for level in (self.level, self.second_level) if level)

    @property
    def reported_side(self) -> str:
        """The side of the lesion: a central one lies on both."""
        return "both" if self.zone == "central" else self.side

    def mirrored(self) -> LesionState:
        """The same lesion with left and right exchanged."""
        other = {"left": "right", "right": "left"}
        return replace(
            self,
            side=other.get(self.side, self.side),
            left=self.right,
            right=self.left,
            roots=tuple(sorted((other[side], root) for side, root in self.roots)),
        )
