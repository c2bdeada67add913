"""Press a root for two hours: which fibres fall silent, and where does one spike die?

Needs the fibre simulation: pip install 'sciatic[physiology]'. With a file name it draws the film
as well (pip install 'sciatic[charts]'):

    python examples/squeeze_a_fibre.py spike.svg
"""

import sys
from pathlib import Path

from sciatic.physiology.blood_flow import Segment
from sciatic.physiology.dose_response import SurfaceDoseResponse
from sciatic.physiology.pictures.film import squeeze

PRESSURE_MMHG, MINUTES = 100, 120
ROOT = Segment(tissue="root", length_mm=10, mean_arterial_mmhg=93)


def main(pictures: list[str]) -> None:
    print(f"A root under {PRESSURE_MMHG} mmHg for {MINUTES} min")
    shares = SurfaceDoseResponse(ROOT).classes(PRESSURE_MMHG, MINUTES)
    for name, one in shares.items():
        fibre = squeeze(name, pressure_mmhg=PRESSURE_MMHG, minutes=MINUTES, segment=ROOT)
        fate = (
            f"dies {fibre.died_after_mm:.1f} mm in"
            if fibre.blocked
            else f"passes at {fibre.velocity_ratio:.2f} of its speed"
        )
        print(f"  {name:9} {one.silent:4.0%} silent; a fibre of {fibre.diameter_um:.3g} um: {fate}")
        if pictures and name == "touch":
            from sciatic.physiology.pictures.film_animation import save_film

            save_film(fibre, Path(pictures[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
