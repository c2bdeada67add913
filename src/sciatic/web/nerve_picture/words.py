"""The words of a nerve picture. Each goes through the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from sciatic.anatomy import ROOTS, muscles, node_label, reflexes, regions
from sciatic.anatomy.nerves import edges_into
from sciatic.assessment.nerve_route import NerveRoute
from sciatic.assessment.route_steps import Step

Say = Callable[[str], str]


def severity_word(name: str, _: Say) -> str:
    """A severity or a stage as the slider says it."""
    words = {
        "none": _("none"),
        "irritation": _("touching"),
        "mild": _("light"),
        "moderate": _("medium"),
        "severe": _("strong"),
        "sacral_early": _("early"),
        "sacral_incomplete": _("part lost"),
        "sacral_retention": _("bladder fails"),
        "pn_stage1": _("toes"),
        "pn_stage2": _("feet"),
        "pn_stage3": _("lower legs"),
        "pn_stage4": _("to the knees"),
        "gbs_early": _("early"),
        "gbs_legs": _("legs"),
        "gbs_severe": _("severe"),
        "plexus_mild": _("light"),
        "plexus_moderate": _("medium"),
        "plexus_severe": _("strong"),
    }
    return words.get(name, _("now"))


def scale_name(route: NerveRoute, _: Say) -> str:
    """What the slider changes."""
    if route.kind == "cauda":
        return _("How far it has gone")
    if route.kind == "long_fibres":
        return _("How far up it has come")
    return _("Pressure on the nerve") if route.steps[-1].mmhg else _("How badly it is hurt")


def passing(blocked: float, slowed: float, _: Say) -> str:
    """How many touch signals get through, out of ten."""
    through = round(10 * (1 - blocked))
    if through == 10:
        words = _("All touch signals get through")
    elif through == 0:
        words = _("Fewer than 1 in 10 touch signals get through")
    else:
        words = _("About {n} in 10 touch signals get through").replace("{n}", str(through))
    if through and slowed >= 0.6 * (1 - blocked):
        words += _(", most of them late") if through > 1 else _(", late")
    elif through > 1 and slowed >= 0.1:
        words += _(", some of them late")
    return words + "."


def failing(route: NerveRoute, step: Step) -> float:
    """The share of signals of the followed strand that don't arrive.

    Where long fibres are sick it depends on their length: it is what its skin has lost.
    """
    if route.kind == "long_fibres":
        return step.skin.get((route.main.side, route.main.region), 0.0)
    return step.blocked


def side_word(side: str, _: Say) -> str:
    """left, right."""
    return _("left") if side == "left" else _("right")


def skin_word(region: str, _: Say) -> str:
    """A region in plain words, or a muscle by its name."""
    if region in muscles():
        return _(muscles()[region].label)
    return _(regions()[region].plain_label)


def traced_word(name: str, _: Say) -> str:
    """What was traced: a root, nerve or reflex by its name, else a place."""
    if name in reflexes():
        return _(reflexes()[name].label)
    return skin_word(name, _) if name in {*regions(), *muscles()} else nerve_word(name, _)


def nerve_word(node: str, _: Say) -> str:
    """A nerve, root or plexus by its name."""
    if node in ROOTS:
        return _("{root} root").replace("{root}", node)
    return _(node_label(node))


def hurt_nerve(route: NerveRoute, _: Say) -> str:
    """The limb nerve that is hurt: where two branches are, the one they come from."""
    nodes = list(dict.fromkeys(node for side, node in route.pressed))
    if len(nodes) == 1:
        return nerve_word(nodes[0], _)
    parents = [edge.parent for edge in edges_into()[nodes[0]]]
    return nerve_word(parents[0], _)


def _where(route: NerveRoute, _: Say) -> str:
    """Where a limb nerve is hurt, in words for everyone; empty where no words are at hand."""
    turn = _("where it turns round the outer side of the knee")
    tunnel = _("in the tunnel behind the inner ankle bone")
    return {
        "deep_fibular": turn,
        "superficial_fibular": turn,
        "medial_plantar": tunnel,
        "lateral_plantar": tunnel,
        "medial_calcaneal": tunnel,
        "sciatic": _("deep in the buttock"),
        "lateral_femoral_cutaneous": _("at the front of the hip"),
    }.get(route.pressed[0][1], "")


def press_words(route: NerveRoute, _: Say) -> tuple[str, str]:
    """The name of the pressed place: a short heading, and what is pressed by what."""
    pressed = _("Pressed here") if route.steps[-1].mmhg else _("Hurt here")
    main = route.main
    if route.kind == "root":
        by = {
            "disc_herniation": _("{root} nerve root, by the {level} disc"),
            "spinal_stenosis": _("{root} nerve root, narrow canal at {level}"),
            "spondylolisthesis": _("{root} nerve root, slipped bone at {level}"),
        }.get(route.condition or "", _("{root} nerve root at {level}"))
        if route.level is None:
            by = _("{root} nerve root")
        level = route.level or ""
        return pressed, by.replace("{root}", main.root).replace("{level}", level)
    if route.kind == "cauda":
        what = _("nerves of bladder, bowel and saddle (cauda equina)")
        if route.level:
            what = _("nerves of bladder, bowel and saddle (cauda equina), at {level}")
        return _("Pressed here"), what.replace("{level}", route.level or "")
    if route.kind == "nerve":
        return pressed, ", ".join(part for part in (hurt_nerve(route, _), _where(route, _)) if part)
    if route.kind == "plexus":
        return _("Hurt here"), _("nerve plexus, where the roots join")
    if route.kind == "cord":
        return _("Higher up"), _("in the cord or the brain, above this picture")
    if route.kind == "long_fibres":
        return _("The ends fail first"), _("the longest fibres, in both feet")
    return "", ""


def heading(route: NerveRoute, _: Say) -> str:
    """The title of the picture."""
    if route.kind == "none":
        return _("The nerves from the spine to the foot")
    if route.kind == "traced":
        return (
            _("The way of {start}, {side}")
            .replace("{side}", side_word(route.main.side, _))
            .replace("{start}", traced_word(route.pressed[0][1], _))
        )
    if route.kind == "long_fibres":
        return _("The longest nerves, from the spine to the toes")
    if route.kind == "cauda":
        return _("The nerves in the lower back, down to the skin you sit on and the feet")
    if route.kind == "cord":
        return _("The way from the cord to the foot")
    if route.kind == "plexus":
        what = _("nerve plexus")
    elif route.kind == "nerve":
        what = hurt_nerve(route, _)
    else:
        what = _("{root} nerve root").replace("{root}", route.main.root)
    words = _("The {side} {nerve}, from the spine to the skin")
    return words.replace("{side}", side_word(route.main.side, _)).replace("{nerve}", what)


def caption(route: NerveRoute, _: Say) -> str:
    """What one looks at."""
    if route.kind == "none":
        return _("No single nerve stands out. These are the two longest ways of the sciatic nerve.")
    if route.kind == "traced":
        return _("You look from behind. The thick line carries the largest share.")
    if route.kind == "long_fibres":
        return _(
            "No nerve is pressed. The longest fibres are sick, so the toes of both feet go first."
        )
    if route.kind == "cord":
        return _("The signals reach the cord. They are lost further up.")
    return _(
        "You look from behind. Each dot is a touch signal on its way from the skin to the spine."
    )


def description(route: NerveRoute, _: Say) -> str:
    """The picture for those who hear it: what is hurt, and the way, station by station."""
    head, what = press_words(route, _)
    parts = [f"{head}: {what}." if head else _("No nerve is pressed.")]
    way = [nerve_word(stop.node, _) for stop in route.main.stops[1:-1]]
    way.append(skin_word(route.main.region, _))
    told = _("The way of the {side} leg: {way}.")
    side = side_word(route.main.side, _)
    parts.append(told.replace("{side}", side).replace("{way}", ", ".join(way)))
    now = route.steps[route.likely]
    if route.kind not in ("none", "traced"):
        parts.append(passing(failing(route, now), now.slowed, _))
    return " ".join(parts)
