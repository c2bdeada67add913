"""How a lesion's signals fail as it gets worse: step by step, from nothing to severe.

Where a pressure is known, the steps run through the pressures of the four severities and each is
put through the package's own dose-response. Where only stages are known (a cauda equina that is
early, incomplete or in retention; long fibres that die back further), the stages are the steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sciatic.anatomy import regions, root_share, share_through
from sciatic.assessment.doses import doses
from sciatic.findings.leg_losses import leg_losses
from sciatic.pathology import SEVERITIES, Leg, LesionState
from sciatic.pathology.effects import diffuse_effects, effect, named_effects
from sciatic.physiology import UNHARMED, FibreEffect

SIDES = ("left", "right")
LEAST_LOSS = 0.02
Skin = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One position of the slider.

    ``name`` is the severity or stage that stands exactly here, else empty; ``mmhg`` the sustained
    pressure, None where the model has no pressure. ``blocked`` and ``slowed`` are shares of the
    touch fibres at the place of the lesion; ``skin`` is the share of touch lost by side and region.
    """

    name: str
    mmhg: float | None
    blocked: float
    slowed: float
    irritation: float
    skin: Skin


def steps_of(state: LesionState) -> tuple[tuple[Step, ...], int]:
    """Every step of a lesion, and the place of the state's own; one step where nothing fails."""
    names = _effect_names(state)
    family = next((name.partition(":")[0] for name in names if ":" in name), "")
    stages = _stages(names)
    if stages:
        return _staged(state, stages)
    if family:
        return _pressed(state, family)
    return (_step("none", UNHARMED, {}),), 0


def _effect_names(state: LesionState) -> tuple[str, ...]:
    """The named effects of both legs, each once."""
    found: list[str] = []
    for leg in (state.left, state.right):
        found += [name for _, name in leg.roots]
        found += [name for name in (leg.edge_effect, leg.diffuse) if name]
    return tuple(dict.fromkeys(found))


def _stages(names: tuple[str, ...]) -> tuple[str, ...]:
    """The row of effects or long-fibre patterns that a state's own belongs to, mildest first."""
    own = next((name for name in names if ":" not in name), "")
    if not own:
        return ()
    if own in diffuse_effects():
        table = {name: -row.threshold_mm for name, row in diffuse_effects().items()}
        rows: tuple[str, ...] = ("pn_stage", "gbs_")
    else:
        table = {name: row.touch for name, row in named_effects().items()}
        rows = ("sacral_", "plexus_", "gluteal_")
    prefix = next((row for row in rows if own.startswith(row)), own)
    return tuple(sorted((name for name in table if name.startswith(prefix)), key=table.__getitem__))


def _staged(state: LesionState, stages: tuple[str, ...]) -> tuple[tuple[Step, ...], int]:
    steps = [_step("none", UNHARMED, {})]
    own = next(name for name in _effect_names(state) if name in stages)
    for stage in stages:
        legs = {side: _at_stage(getattr(state, side), stages, stage) for side in SIDES}
        losses = leg_losses(list(legs.values())).touch[0]
        skin = {
            (side, region): float(losses[number, place])
            for number, side in enumerate(SIDES)
            for place, region in enumerate(regions())
        }
        whole = diffuse_effects()[stage].effect if stage in diffuse_effects() else effect(stage)
        steps.append(_step(stage, whole, skin))
    return tuple(steps), 1 + stages.index(own)


def _at_stage(leg: Leg, stages: tuple[str, ...], stage: str) -> Leg:
    """The leg with its staged effects replaced by those of one stage."""
    return replace(
        leg,
        roots=tuple((root, stage if name in stages else name) for root, name in leg.roots),
        edge_effect=stage if leg.edge_effect in stages else leg.edge_effect,
        diffuse=stage if leg.diffuse in stages else leg.diffuse,
    )


def _pressed(state: LesionState, family: str) -> tuple[tuple[Step, ...], int]:
    reach = {
        (side, region): share
        for side in SIDES
        for region in regions()
        if (share := _reach(getattr(state, side), region)) > 0
    }
    steps = []
    for dose in doses(family):
        skin = {place: share * dose.blocked for place, share in reach.items()}
        steps.append(Step(**dose._asdict(), skin=_seen(skin)))
    own = state.severity if state.severity in SEVERITIES else SEVERITIES[-1]
    return tuple(steps), next(n for n, step in enumerate(steps) if step.name == own)


def _reach(leg: Leg, region: str) -> float:
    """Share of a region's touch fibres that pass the pressed places of a leg."""
    shares = root_share(region)
    past = sum(shares.get(root, 0.0) for root, _ in leg.roots)
    return min(1.0, past + (share_through(leg.edges, region) if leg.edges else 0.0))


def _step(name: str, whole: FibreEffect, skin: Skin) -> Step:
    return Step(
        name=name,
        mmhg=None,
        blocked=whole.touch,
        slowed=min(whole.slowed, 1 - whole.touch),
        irritation=whole.irritation,
        skin=_seen(skin),
    )


def _seen(skin: Skin) -> Skin:
    """What is worth drawing."""
    return {place: loss for place, loss in skin.items() if loss >= LEAST_LOSS}
