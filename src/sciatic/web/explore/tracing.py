"""A way of the nerves, as ``sciatic trace`` follows it: stations, lengths, and who shares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sciatic.anatomy import ROOTS, Route, Trace, muscles, nerves, node_label, reflexes, regions
from sciatic.anatomy.trace import trace
from sciatic.web.explore.chart import LinkedChart, linked_chart
from sciatic.web.explore.lesson import written
from sciatic.web.explore.words import Say, percent
from sciatic.web.nerve_picture import NervePicture, traced

SIDES: Final = ("left", "right")
KINDS: Final = ("touch", "movement", "reflex")
FIRST: Final = "L5"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be traced; ``place`` is skin, a muscle, a reflex or a nerve; one may be empty."""

    root: str
    place: str
    side: str

    def address(self, **other: str) -> str:
        """Where it is shown, some of it changed."""
        fields = {"root": self.root, "place": self.place, "side": self.side} | other
        return f"/explore/trace?{written({name: word for name, word in fields.items() if word})}"


@dataclass(frozen=True, slots=True)
class Stop:
    """A station: its name, where it is found, and how far from the foramen (or the receptor)."""

    label: str
    kind: str
    landmark: str
    mm: float
    limb: str


@dataclass(frozen=True, slots=True)
class Share:
    """A root, a way or a place, its share and where it is traced."""

    label: str
    share: float
    address: str
    length_mm: float | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class TraceView:
    """Everything that the page of a trace shows."""

    title: str
    lede: str
    kind: str
    stops: tuple[Stop, ...]
    length_mm: float
    preganglionic_mm: float
    roots: tuple[Share, ...]
    others: tuple[tuple[str, float, float], ...]
    serves: tuple[tuple[str, tuple[Share, ...]], ...]
    chart: LinkedChart
    picture: NervePicture | None


def read_wish(query: Mapping[str, str]) -> Wish:
    """The wish of an address; without any, the root of the commonest sciatica."""
    root, place = query.get("root", "").strip(), query.get("place", "").strip()
    side = query.get("side", "").strip() or SIDES[0]
    if not root and not place:
        root = FIRST
    return Wish(root, place, side)


def trace_view(wish: Wish, say: Say) -> TraceView:
    """What a trace shows.

    Raises:
        UnknownTermError: a name that is not known, or a root that does not serve the place.
    """
    alone = not wish.root or wish.place in nerves()
    found = trace(wish.place) if alone else trace(wish.root, wish.place or None)
    main = found.routes[0] if found.routes else None
    place = main.target if main else ""
    every = trace(place).routes if main else ()
    return TraceView(
        title=_title(found, say),
        lede=_lede(found, main, say),
        kind=found.kind,
        stops=tuple(_stops(main, say)) if main else (),
        length_mm=main.length_mm if main else 0.0,
        preganglionic_mm=main.preganglionic_mm if main else 0.0,
        roots=tuple(
            Share(way.root, way.root_share, wish.address(root=way.root, place=place),
                  way.length_mm, main is not None and way.root == main.root)
            for way in every
        ),
        others=tuple(_others(main, say)) if main else (),
        serves=tuple(_serves(found, wish, say)),
        chart=linked_chart(_lit(found, wish.side)),
        picture=traced(found, wish.side, say),
    )  # fmt: skip


def label_of(name: str, say: Say) -> str:
    """A root, nerve, muscle, reflex or patch by its name."""
    if name in ROOTS:
        return say("{root} root").replace("{root}", name)
    if name in regions():
        return say(regions()[name].plain_label)
    for table in (muscles(), reflexes()):
        if name in table:
            return say(table[name].label)
    return say(node_label(name))


def _title(found: Trace, say: Say) -> str:
    start = label_of(found.start, say)
    if found.target is None:
        title = (
            say("Back to its roots: {start}")
            if found.routes
            else say("All that it serves: {start}")
        )
        return title.replace("{start}", start)
    way = found.routes[0]
    title = say("{root} to {place}").replace("{root}", way.root)
    return title.replace("{place}", label_of(way.target, say))


def _lede(found: Trace, main: Route | None, say: Say) -> str:
    if main is None:
        return say("The share of each place's fibres that comes this way.")
    of = {
        "touch": say("{root} carries {share} of the feeling here."),
        "movement": say("{root} carries {share} of the strength of this muscle."),
        "reflex": say("{root} carries {share} of this reflex."),
    }[main.kind]
    by = say("Of that, {share} comes by this way.")
    first = of.replace("{root}", main.root).replace("{share}", percent(main.root_share))
    return f"{first} {by.replace('{share}', percent(main.share))}"


def _stops(way: Route, say: Say) -> list[Stop]:
    return [
        Stop(say(one.label), one.kind, say(one.landmark), one.cumulative_mm, one.limb)
        for one in way.stations
    ]


def _others(way: Route, say: Say) -> list[tuple[str, float, float]]:
    """Other ways of the same root: by which nerves, share and length."""
    found = []
    for other in way.alternatives:
        own = [node for node in other.nodes if node in nerves() and node not in way.nodes]
        names = ", ".join(say(node_label(node)) for node in own) or say("the same nerves")
        found.append((names, other.share, other.length_mm))
    return found


def _serves(found: Trace, wish: Wish, say: Say) -> list[tuple[str, tuple[Share, ...]]]:
    titles = {"touch": say("Skin"), "movement": say("Muscles"), "reflex": say("Reflexes")}
    groups = []
    for kind in KINDS:
        rows = tuple(
            Share(label_of(one.target, say), one.share,
                  wish.address(root=found.start if found.start in ROOTS else "", place=one.target))
            for one in found.serves
            if one.kind == kind
        )  # fmt: skip
        if rows:
            groups.append((titles[kind], rows))
    return groups


def _lit(found: Trace, side: str) -> dict[tuple[str, str], float]:
    """The patches to show: the one that was traced, or all that a root or nerve serves."""
    if found.routes:
        target = found.routes[0].target
        return {(side, target): 1.0} if target in regions() else {}
    return {(side, one.target): one.share for one in found.serves if one.kind == "touch"}
