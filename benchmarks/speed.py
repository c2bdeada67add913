"""Speed beside a peer in the same run: pyAgrum for the posterior, numpy for the cold start.

    python -m benchmarks.speed [--rounds 9] [--write]

Both programs answer the same cases on the same real model, with all its latents, and must agree
to 1e-6. One thread, CPU time, medians. ``--write`` puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

for library in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(library, "1")

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
EXAMPLES = ("s1_disc.json", "cauda_equina.json", "stenosis.toml")

TARGET_POSTERIOR, TARGET_TENSORS, TARGET_ONE_MORE, LIMIT_START = 25.0, 3.0, 100.0, 3.0
LIMIT_DRAWS = 5.0
CASES = sorted((ROOT / "tests" / "clinical" / "cases").glob("case-*.json"))


@dataclass(frozen=True)
class Measured:
    """One row of the table: ours and a peer's time in seconds, and the ratio to reach.

    ``limit``: the ratio is ours by the peer's and must stay below the target; else it is
    the peer's by ours and must reach it.
    """

    what: str
    ours_s: float
    peer: str
    peer_s: float
    target: float
    limit: bool = False

    @property
    def ratio(self) -> float:
        return self.ours_s / self.peer_s if self.limit else self.peer_s / self.ours_s

    @property
    def met(self) -> bool:
        return self.ratio <= self.target if self.limit else self.ratio >= self.target


def inference_rows(name: str) -> tuple[list[Measured], str]:
    """The posterior of one case, and one more finding, beside pyAgrum on the same network."""
    from benchmarks import peers

    task = peers.task(ROOT / "examples" / name)
    gap = task.largest_difference()
    assert gap < 1e-6, f"{name}: the two programs differ by {gap:.1e}"
    about = f"{name}: {task.n_findings} findings, agreement {gap:.0e}"
    ours, more = task.ours_s(), task.ours_one_more_s()
    rows = [
        Measured("posterior", ours, "pyAgrum Lazy", task.lazy_s(), TARGET_POSTERIOR),
        Measured("posterior", ours, "pyAgrum tensors", task.tensors_s(), TARGET_TENSORS),
        Measured("one more finding", more, "pyAgrum Lazy", task.lazy_one_more_s(), TARGET_ONE_MORE),
    ]
    return rows, about


def draw_row(path: Path) -> Measured:
    """The 64 draws behind the intervals of a case, beside reading and weighing it once."""
    from benchmarks.timing import cpu_s_prepared
    from sciatic.assessment import compiled
    from sciatic.assessment.differential import Differential, differential
    from sciatic.findings import load_case

    def ready() -> Differential:
        found = differential(compiled(), load_case(path), "mixed")
        assert len(found.p_states)
        return found

    ready().spread.p.sum()  # what is made once, is made
    once = cpu_s_prepared(lambda: None, lambda _: ready(), rounds=5)
    draws = cpu_s_prepared(ready, lambda found: found.spread, rounds=5)  # type: ignore[attr-defined]
    return Measured(f"64 draws, {path.name}", draws, "the case once", once, LIMIT_DRAWS, limit=True)


def draw_rows() -> list[Measured]:
    """The examples, then the middle and the worst of the published cases."""
    rows = [draw_row(ROOT / "examples" / name) for name in EXAMPLES]
    published = sorted((draw_row(path) for path in CASES), key=lambda row: row.ratio)
    return [*rows, published[len(published) // 2], published[-1]]


def start_rows(rounds: int) -> list[Measured]:
    """New processes: the help and a whole assessment, beside importing numpy."""
    from benchmarks.timing import processes_cpu_s

    python = sys.executable
    sciatic = str(Path(python).with_name("sciatic"))
    case = str(ROOT / "examples" / EXAMPLES[0])
    commands = [
        [python, "-c", "import numpy"],
        [sciatic, "--help"],
        [sciatic, "assess", case],
        [sciatic, "assess", case, "--format", "json"],
    ]
    numpy_s, help_s, text_s, json_s = (cpu for cpu, _ in processes_cpu_s(commands, rounds=rounds))
    peer = "import numpy"
    return [
        Measured("sciatic --help, new process", help_s, peer, numpy_s, 1.0, limit=True),
        Measured("sciatic assess, new process", text_s, peer, numpy_s, LIMIT_START, limit=True),
        Measured("... --format json", json_s, peer, numpy_s, LIMIT_START, limit=True),
    ]


def seconds(value: float) -> str:
    """A time with the unit that suits it."""
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1e3:.3g} ms" if value >= 1e-3 else f"{value * 1e6:.3g} us"


def table(rows: Sequence[Measured]) -> str:
    """The rows as a Markdown table."""
    head = ("what", "ours", "peer", "its time", "ratio", "target", "")
    cells = [
        (
            row.what,
            seconds(row.ours_s),
            row.peer,
            seconds(row.peer_s),
            f"{row.ratio:.3g}",
            f"{'<=' if row.limit else '>='} {row.target:g}",
            "met" if row.met else "MISSED",
        )
        for row in rows
    ]
    widths = [max(len(row[i]) for row in (head, *cells)) for i in range(len(head))]
    lines = [head, tuple("-" * width for width in widths), *cells]
    padded = ([c.ljust(w) for c, w in zip(line, widths, strict=True)] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in padded)


def write(text: str) -> None:
    """Put the measured tables into the page, between its two marks."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")


def report(rounds: int) -> str:
    """Measure everything."""
    from benchmarks import peers

    parts = [f"Python {platform.python_version()}, {platform.machine()}; {peers.versions()}."]
    parts.append(f"Model: {peers.about_model(ROOT / 'examples' / EXAMPLES[0])}.")
    for name in EXAMPLES:
        rows, about = inference_rows(name)
        parts += [f"{about}", table(rows)]
    parts += ["Intervals; the last two: middle and worst of the published cases"]
    parts += [table(draw_rows())]
    parts += ["Cold start, the compiled model in its cache", table(start_rows(rounds))]
    return "\n\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9, help="new processes a command, at least 7")
    parser.add_argument("--write", action="store_true", help="write the table into docs")
    options = parser.parse_args(arguments)
    text = report(max(7, options.rounds))
    print(text)
    if options.write:
        write(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
