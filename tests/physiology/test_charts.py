"""Films and charts: they show their data, say what they show, and can be read by everybody."""

import math
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

pytest.importorskip("numba", reason="films need numba: pip install 'sciatic[physiology]'")
pytest.importorskip("matplotlib", reason="pictures need it: pip install 'sciatic[charts]'")

from sciatic.physiology.blood_flow import Segment
from sciatic.physiology.conduction import Film, Settings, conduct
from sciatic.physiology.dose_response import SurfaceDoseResponse
from sciatic.physiology.fibres import MyelinatedFibre, PhysiologyError
from sciatic.physiology.pictures import charts, house_look, published
from sciatic.physiology.pictures.film import (
    SqueezedFibre,
    crossing_ms,
    lesion_of,
    median_diameter_um,
    reach_mm,
    squeeze,
)
from sciatic.physiology.pictures.film_animation import animate, save_film
from sciatic.physiology.pictures.film_pictures import LIFTED_MV, TALL, shown_places, spike_dies
from sciatic.physiology.pictures.film_words import answer_of, lasting, question_of

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def dies() -> SqueezedFibre:
    return squeeze("touch", pressure_mmhg=100, minutes=120)


@pytest.fixture(scope="module")
def passes() -> SqueezedFibre:
    return squeeze("movement", pressure_mmhg=40, minutes=60)


def texts(path: Path) -> str:
    tree = ElementTree.parse(path)
    return "\n".join("".join(node.itertext()) for node in tree.iter(f"{SVG}text"))


def test_a_film_tells_what_conduct_tells(passes: SqueezedFibre):
    fibre = MyelinatedFibre.nearest_model(passes.diameter_um)
    internodes = round(10_000 / fibre.geometry.internode_um)
    harm = lesion_of(passes.state, passes.depolarised_mv, internodes)
    run = conduct([fibre], harm, Settings(step="second_order"))
    assert passes.blocked == bool(run.blocked[0])
    assert passes.velocity_ratio == pytest.approx(float(run.velocity_ratio[0]), rel=1e-6)


def test_velocity_can_be_read_off_the_film(passes: SqueezedFibre):
    when, where = crossing_ms(passes.film), passes.film.position_mm
    measured = (where[14] - where[4]) / (when[14] - when[4])
    assert measured == pytest.approx(passes.velocity_m_per_s, rel=0.02)


def test_a_dead_spike_dies_inside_the_stretch(dies: SqueezedFibre, passes: SqueezedFibre):
    start, end = dies.film.harmed_mm
    assert start <= reach_mm(dies.film) < end
    assert 0 <= dies.died_after_mm < end - start
    assert math.isnan(passes.died_after_mm)
    assert reach_mm(dies.sound) == pytest.approx(dies.sound.position_mm[-1])


def test_a_spike_that_starts_by_itself_beyond_the_stretch_has_not_passed_it():
    """The ends of a depolarised stretch of a thin fibre fire at their own time, pulse or none."""
    thin = squeeze("pinprick", pressure_mmhg=100, minutes=240, diameter_um=2.0)
    assert thin.blocked
    assert thin.fires_beyond
    assert 0 <= thin.died_after_mm < 5
    assert answer_of(thin).endswith("started there by itself.")


def test_crossings_lie_between_the_frames_around_them():
    voltage = np.array([[-80.0, -80.0], [-60.0, -80.0], [0.0, -75.0]])
    film = Film(np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0]), voltage, (0.0, 1.0), True)
    first, never = crossing_ms(film)
    assert first == pytest.approx(1.5)
    assert math.isnan(never)


def test_words_of_a_film(dies: SqueezedFibre, passes: SqueezedFibre):
    assert question_of(dies) == "Does a spike pass a root pressed at 100 mmHg for 2 hours?"
    assert answer_of(dies).startswith("No. In a touch fibre of")
    assert answer_of(passes).startswith("Yes, at")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (90, "90 minutes"), (60, "1 hour"), (600, "10 hours"),
     (1440 * 14, "14 days"), (math.inf, "for good")],
)  # fmt: skip
def test_durations_are_said_in_the_unit_that_suits_them(minutes: float, words: str):
    assert lasting(minutes) == words


def test_the_picture_draws_the_films_own_voltages(dies: SqueezedFibre):
    film, places = dies.film, shown_places(dies.film)
    drawn = {line.get_gid(): line for axes in spike_dies(dies).axes for line in axes.lines}
    gap = film.position_mm[places[1]] - film.position_mm[places[0]]
    for place in places:
        time, lifted = drawn[f"place-{place}"].get_data()
        risen = (film.position_mm[place] - lifted) * LIFTED_MV / (TALL * gap)
        assert time == pytest.approx(film.time_ms)
        assert risen == pytest.approx(film.voltage_mv[:, place] - film.voltage_mv[0, place])


def test_the_squeezed_stretch_is_shaded_where_it_is(dies: SqueezedFibre):
    (lines,) = (axes for axes in spike_dies(dies).axes if axes.get_gid() == "lines")
    shades = [patch for patch in lines.patches if patch.get_gid() == "squeezed"]
    box = shades[0].get_extents().transformed(lines.transData.inverted())
    assert sorted((box.y0, box.y1)) == pytest.approx(dies.film.harmed_mm)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory, dies: SqueezedFibre) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pictures")
    paths = {name: folder / f"{name}.svg" for name in ("film", "block", "velocity")}
    save_film(dies, paths["film"])
    charts.save_block(paths["block"], 120)
    charts.save_velocity(paths["velocity"])
    return paths


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("film", ("squeezed,", "100 mmHg", "time, ms", "distance along the fibre, mm",
                  "membrane voltage, mV", "without pressure:", "before, at", "beyond, at")),
        ("block", ("touch", "movement", "pinprick", "warmth", "pressure, mmHg",
                   "fibres silenced, %", "pig root", "human root, only predicted")),
        ("velocity", ("conduction velocity, m/s", "NEURON, step of 5 µs",
                      "people: motor fibres of sacral roots", "of the sural nerve")),
    ],
)  # fmt: skip
def test_an_svg_says_what_it_shows(pictures: dict[str, Path], name: str, labels: tuple[str, ...]):
    page = ElementTree.parse(pictures[name]).getroot()
    title, description = page.find(f"{SVG}title"), page.find(f"{SVG}desc")
    assert page.get("role") == "img"
    assert title is not None
    assert title.text.endswith("?")
    assert description is not None
    assert len(description.text) > 80
    for label in labels:
        assert label in texts(pictures[name])


def test_an_svg_is_small_and_draws_the_same_twice(
    pictures: dict[str, Path], dies: SqueezedFibre, tmp_path: Path
):
    assert all(path.stat().st_size < 300_000 for path in pictures.values())
    save_film(dies, tmp_path / "again.svg")
    assert tmp_path.joinpath("again.svg").read_bytes() == pictures["film"].read_bytes()


@pytest.mark.parametrize("name", ["spike_dies", "block_by_pressure", "velocity_by_diameter"])
def test_the_pictures_of_the_page_are_drawn_and_small(name: str):
    path = ROOT / "docs" / "pictures" / f"{name}.svg"
    assert path.stat().st_size < 300_000
    assert ElementTree.parse(path).getroot().find(f"{SVG}title") is not None


def test_a_shortened_path_ends_where_the_long_one_does():
    steps = [(10.123 + 0.333 * k, 20.0 - 0.777 * k) for k in range(400)]
    long = "".join(f"{'L' if k else 'M'} {x:.6f} {y:.6f} \n" for k, (x, y) in enumerate(steps))
    short = house_look._short(long)
    moves = short[1:].replace("-", " -").replace("l", " ").split()
    numbers = [float(one) for one in moves]
    assert sum(numbers[0::2]) == pytest.approx(steps[-1][0], abs=0.006)
    assert sum(numbers[1::2]) == pytest.approx(steps[-1][1], abs=0.006)
    assert len(short) < len(long) / 2


def test_a_gif_moves(dies: SqueezedFibre, tmp_path: Path):
    from PIL import Image

    path = tmp_path / "film.gif"
    animate(dies, path, n_frames=8)
    with Image.open(path) as moving:
        assert moving.n_frames == 8
        first = np.asarray(moving.convert("RGB"))
        moving.seek(3)
        assert (first != np.asarray(moving.convert("RGB"))).any()
    assert path.stat().st_size < 60_000


def test_a_png_is_written_too(dies: SqueezedFibre, tmp_path: Path):
    save_film(dies, tmp_path / "film.png")
    assert tmp_path.joinpath("film.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["film.bmp", "film", "film.svg.txt"])
def test_another_suffix_is_refused(dies: SqueezedFibre, tmp_path: Path, name: str):
    with pytest.raises(PhysiologyError, match=r"ends in \.svg, \.png, \.gif"):
        save_film(dies, tmp_path / name)
    with pytest.raises(PhysiologyError, match=r"ends in \.svg, \.png, not"):
        charts.save_block(tmp_path / "block.gif", 120)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_an_os_error(dies: SqueezedFibre, tmp_path: Path):
    with pytest.raises(OSError, match="No such file"):
        save_film(dies, tmp_path / "nowhere" / "film.svg")


def test_the_block_chart_draws_the_dose_response():
    lines = {
        line.get_gid(): line for axes in charts.block_chart(60).axes for line in axes.lines
    }  # fmt: skip
    surface = SurfaceDoseResponse(Segment())
    for name in ("touch", "movement", "pinprick", "warmth"):
        pressures, percent = lines[f"root-{name}"].get_data()
        for place in (0, 20, 60, 100):
            silent = surface.classes(pressures[place], 60)[name].silent
            assert percent[place] == pytest.approx(100 * silent)


def test_every_published_pressure_is_on_the_block_chart():
    chart = charts.block_chart(120)
    marks = {line.get_gid(): line for axes in chart.axes for line in axes.lines}
    for one in published.said():
        mark = marks[f"{one.row}-9"]
        assert mark.get_xdata()[0] == one.pressure_mmhg
        low, high = mark.get_ydata()
        assert 100 * one.low <= low <= high <= 100 * one.high


def test_the_velocity_chart_draws_neuron_and_people():
    chart = charts.velocity_chart()
    lines = {line.get_gid(): line for line in chart.axes[0].lines}
    neuron = dict(zip(*lines["neuron"].get_data(), strict=True))
    ours = dict(zip(*lines["coarse"].get_data(), strict=True))
    assert len(neuron) == 10
    for um, m_per_s in neuron.items():
        assert ours[um] == pytest.approx(m_per_s, rel=0.002)
    n_people = sum(len(lines[f"human-{kind}"].get_xdata()) for kind in ("movement", "touch"))
    assert n_people == 15


def test_the_model_outruns_human_roots_at_every_thickness():
    """What the velocity chart says in its second line."""
    curves = charts.velocity_data()
    for table in published.HUMAN:
        for _, um, m_per_s in published.velocities(table):
            assert np.interp(um, curves.diameters_um, curves.converged) > m_per_s


def test_a_median_fibre_is_one_of_its_class():
    assert 8 < median_diameter_um("touch") < 12
    assert median_diameter_um("warmth") < 2 < median_diameter_um("pinprick") < 6


@pytest.mark.parametrize("diameter_um", [0.5, 25.0, math.nan])
def test_an_unknown_diameter_is_refused_with_the_range(diameter_um: float):
    with pytest.raises(PhysiologyError, match="reaches from 1 to 16 um"):
        squeeze("touch", pressure_mmhg=10, minutes=10, diameter_um=diameter_um)


def test_importing_the_charts_loads_no_matplotlib():
    code = (
        "import sys; from sciatic.physiology.pictures import charts, film_animation;"
        "sys.exit(bool({'matplotlib', 'numba', 'PIL'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_example_runs():
    script = ROOT / "examples" / "squeeze_a_fibre.py"
    told = subprocess.run(
        [sys.executable, "-W", "error", str(script)], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    assert "dies" in told.stdout
    assert len(told.stdout.splitlines()) == 5
