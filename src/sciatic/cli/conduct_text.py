"""What ``sciatic conduct`` says: the stretch, its fibres, and one spike as characters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sciatic.cli.terminal import Ink, bar, bullets, columns, heading, paragraph, rule
from sciatic.physiology.blood_flow import blood_flow
from sciatic.physiology.dose_response import SurfaceDoseResponse
from sciatic.physiology.pictures.film import SqueezedFibre
from sciatic.physiology.pictures.film_words import TISSUES, answer_of, pressed_for, shift_words
from sciatic.physiology.populations import FIBRE_CLASSES
from sciatic.physiology.pressure_law import depolarised_mv, extrapolated
from sciatic.physiology.surface import surface

if TYPE_CHECKING:
    from sciatic.physiology.conduction import Film

STRIP_COLUMNS, STRIP_ROWS = 66, 16
SHADES = " ░▒▓█"
SHADE_FROM_MV, SHADE_STEP_MV = -65.0, 25.0
MODELLED_DEGC = 37.0
NONE_LEFT = 0.995
TABLE = (9, -8, -7, -8, -8, -7, 22)


def document(fibre: SqueezedFibre, temperature_degc: float) -> dict[str, Any]:
    """Everything that is said, as a JSON document ``sciatic.conduct/1``."""
    where, state = fibre.segment, fibre.state
    classes = SurfaceDoseResponse(where).classes(fibre.pressure_mmhg, fibre.minutes)
    return {
        "schema": "sciatic.conduct/1",
        "pressure_mmhg": fibre.pressure_mmhg,
        "minutes": None if math.isinf(fibre.minutes) else fibre.minutes,
        "segment": {
            "tissue": where.tissue,
            "length_mm": where.length_mm,
            "mean_arterial_mmhg": where.mean_arterial_mmhg,
            "levels": where.levels,
            "onset_s": where.onset_s,
        },
        "stretch": {
            "blood_flow": blood_flow(fibre.pressure_mmhg, where),
            "supplied": state.supplied,
            "depolarised_mv": {name: depolarised_mv(state, name) for name in FIBRE_CLASSES},
            "thinned": state.thinned,
            "gap_um": state.gap_um,
            "seal": state.seal,
            "axon_loss": state.axon_loss,
        },
        "classes": {
            name: {
                "blocked": one.blocked,
                "slowed": one.slowed,
                "ectopic": one.ectopic,
                "axon_loss": one.axon_loss,
                "velocity_ratio": one.velocity_ratio,
            }
            for name, one in classes.items()
        },
        "spike": _spike(fibre, temperature_degc),
        "extrapolated": _extrapolated(fibre, temperature_degc),
    }


def _spike(fibre: SqueezedFibre, temperature_degc: float) -> dict[str, Any]:
    return {
        "fibre": fibre.fibre_class,
        "diameter_um": fibre.diameter_um,
        "temperature_degc": temperature_degc,
        "depolarised_mv": fibre.depolarised_mv,
        "blocked": fibre.blocked,
        "died_after_mm": _number(fibre.died_after_mm),
        "velocity_m_per_s": _number(fibre.velocity_m_per_s),
        "velocity_ratio": _number(fibre.velocity_ratio),
        "squeezed_mm": list(fibre.film.harmed_mm),
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _extrapolated(fibre: SqueezedFibre, temperature_degc: float) -> list[str]:
    """Each thing that no measurement supports, in words."""
    beyond = extrapolated(fibre.pressure_mmhg, fibre.minutes, fibre.segment)
    notes = beyond.split("; ") if beyond else []
    lengths, long_mm = {row.length_mm for row in surface()}, fibre.segment.length_mm
    if not min(lengths) <= long_mm <= max(lengths):
        notes.append(
            f"shares of fibres were computed over {min(lengths):g} to {max(lengths):g} mm; "
            f"{long_mm:g} mm is taken as the nearest"
        )
    if temperature_degc != MODELLED_DEGC:
        notes.append(
            f"{temperature_degc:g} °C acts on the one spike; how blood flow and the shares of "
            "fibres change with temperature is not modelled"
        )
    return notes


def render(fibre: SqueezedFibre, told: dict[str, Any], ink: Ink) -> str:
    """The page, at most 80 characters wide."""
    lines = [
        ink.strong(_title(fibre)),
        rule("═"),
        *paragraph(_about(told), 0),
        *heading("What the pressure does to the stretch", ink),
        *columns(_stretch_rows(told), (26, 50)),
        *heading("What its fibres do", ink),
        *columns(_class_rows(told), TABLE),
        *heading(f"One spike in a {fibre.fibre_class} fibre", ink),
        *paragraph(answer_of(fibre)),
        "",
        *strip(fibre),
    ]
    if told["extrapolated"]:
        lines += [*heading("Beyond what was measured", ink), *bullets(told["extrapolated"])]
    return "\n".join(line if ink.colour else line.rstrip() for line in lines) + "\n"


def _title(fibre: SqueezedFibre) -> str:
    what = TISSUES[fibre.segment.tissue]
    if fibre.pressure_mmhg == 0:
        return f"{what[:1].upper()}{what[1:]} that nothing presses"
    return (
        f"{what[:1].upper()}{what[1:]} pressed at {fibre.pressure_mmhg:g} mmHg "
        f"{pressed_for(fibre.minutes)}"
    )


def _about(told: dict[str, Any]) -> str:
    where = told["segment"]
    at = "between two pressed levels" if where["levels"] == 2 else "at one level"
    return (
        f"{where['length_mm']:g} mm {at}; the pressure came on over {where['onset_s']:g} s; mean "
        f"arterial pressure {where['mean_arterial_mmhg']:g} mmHg."
    )


def _stretch_rows(told: dict[str, Any]) -> list[tuple[str, str]]:
    state = told["stretch"]
    shifts = state["depolarised_mv"]
    rows = [
        ("blood flow", f"{_percent(state['blood_flow'])} of normal"),
        ("energy", f"{_percent(state['supplied'])} of what it needs"),
        ("resting potential, touch", shift_words(shifts["touch"])),
        *((f"  {name}", shift_words(mv)) for name, mv in shifts.items() if name != "touch"),
        ("myelin", f"{_percent(state['thinned'])} gone"),
        ("gap at the nodes", f"{state['gap_um']:.1f} µm (sound: 1.0)"),
    ]
    return rows


def _class_rows(told: dict[str, Any]) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [("", "blocked", "lost", "slowed", "firing", "speed", "  silent")]
    for name in ("touch", "movement", "pinprick", "warmth"):
        one = told["classes"][name]
        silent = one["blocked"] + one["axon_loss"]
        speed = _percent(one["velocity_ratio"]) if silent < NONE_LEFT else "none"
        shares = [_percent(one[key]) for key in ("blocked", "axon_loss", "slowed", "ectopic")]
        rows.append((name, *shares, speed, f"  {bar(silent, 20)}"))
    return rows


def _percent(share: float) -> str:
    if 0 < share < 0.005:
        return "<1 %"
    return f"{100 * share:.0f} %"


def strip(fibre: SqueezedFibre) -> list[str]:
    """The film as characters: along the fibre to the right, time downwards.

    A fuller block is a higher voltage, above -40, -15, 10 and 35 mV; dots fill the squeezed
    stretch, whose name stands above it. It ends when nothing moves any more.
    """
    film = fibre.film
    start, end = (_column(film, mm) for mm in film.harmed_mm)
    squeezed = fibre.pressure_mmhg > 0 and end > start
    lines = [f"{'':8}  {_ruler(start, end)}"] if squeezed else []
    n, last = len(film.position_mm), _last_frame(film)
    places = [round(k * (n - 1) / (STRIP_COLUMNS - 1)) for k in range(STRIP_COLUMNS)]
    for row in range(STRIP_ROWS):
        frame = round(row * last / (STRIP_ROWS - 1))
        shades = [_shade(float(film.voltage_mv[frame][place])) for place in places]
        if squeezed:
            shades[start : end + 1] = [one.replace(" ", "·") for one in shades[start : end + 1]]
        lines.append(f"{film.time_ms[frame]:5.2f} ms  {''.join(shades)}")
    far = f"{film.position_mm[-1]:.0f} mm"
    lines.append(f"{'':8}  0{far.rjust(STRIP_COLUMNS - 1)}")
    return ["  " + line for line in lines]


def _last_frame(film: Film) -> int:
    """The frame after the last that has a block in it."""
    seen = film.voltage_mv.max(axis=1) >= SHADE_FROM_MV + SHADE_STEP_MV
    frames = [frame for frame, one in enumerate(seen) if one]
    return min(len(seen) - 1, (frames[-1] if frames else 0) + len(seen) // STRIP_ROWS)


def _column(film: Film, mm: float) -> int:
    return round(mm / float(film.position_mm[-1]) * (STRIP_COLUMNS - 1))


def _ruler(start: int, end: int) -> str:
    """Bars at both ends of the squeezed stretch, its name between them where it fits."""
    wide = max(0, end - start - 1)
    word = " squeezed " if wide >= 10 else ""
    return " " * start + "├" + word.center(wide, "─") + "┤"


def _shade(mv: float) -> str:
    level = int((mv - SHADE_FROM_MV) // SHADE_STEP_MV)
    return SHADES[max(0, min(level, len(SHADES) - 1))]
