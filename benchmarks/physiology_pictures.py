"""``python -m benchmarks.physiology_pictures``: draw the pictures of docs/physiology.md anew."""

from __future__ import annotations

from pathlib import Path

from sciatic.physiology.pictures.charts import save_block, save_velocity
from sciatic.physiology.pictures.film import squeeze
from sciatic.physiology.pictures.film_animation import save_film

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PRESSURE_MMHG, MINUTES = 100, 120
LARGEST_BYTES = 300_000


def main(folder: Path = FOLDER) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    dies = squeeze("touch", pressure_mmhg=PRESSURE_MMHG, minutes=MINUTES)
    save_film(dies, folder / "spike_dies.svg")
    save_block(folder / "block_by_pressure.svg", MINUTES)
    save_velocity(folder / "velocity_by_diameter.svg")
    status = 0
    for path in sorted(folder.glob("*.svg")):
        size = path.stat().st_size
        status |= size > LARGEST_BYTES
        print(f"{path.name:28} {size / 1000:6.0f} kB")
    return status


if __name__ == "__main__":
    raise SystemExit(main())
