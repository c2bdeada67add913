"""From a key to the updated panel of the clinician's page, in Chromium, on a server of its own.

    python -m benchmarks.clinician [--rounds 20]

Types grades into the sheet of several cases and prints, for each, the time from the key to the new
urgency card, to the new differential, to the intervals and to all that is worked out; medians and
the ninth decile, in milliseconds, with the load of the machine before and after. Nothing is judged:
the goal (150 ms from the key to urgency and differential) stands beside what was measured.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

for library in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(library, "1")

ROOT = Path(__file__).resolve().parents[1]
CASES = ("", "s1_disc.json", "cauda_equina.json", "stenosis.toml")
GOAL_MS = 150.0
FIELD = "e.strength.left.hip_flexion"
PARTS = ("card", "causes", "intervals", "next", "done")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE_MS = 60_000

# Types one grade, and notes when each part of the panel is new; runs in the page.
TYPE = """
async ([name, grade]) => {
  const form = document.querySelector("#sheet");
  const field = form.elements.namedItem(name);
  const times = {};
  const begun = performance.now();
  const watch = new MutationObserver((changes) => {
    for (const { attributeName } of changes) {
      if (!form.hasAttribute(attributeName)) continue;
      const part = attributeName.slice("data-".length);
      const at = performance.now() - begun;
      if (part === "causes" && "causes" in times) times.intervals ??= at;
      times[part] ??= at;
    }
  });
  const attributeFilter = ["data-card", "data-causes", "data-next", "data-done"];
  watch.observe(form, { attributes: true, attributeFilter });
  field.value = grade;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  while (!("done" in times)) await new Promise((go) => setTimeout(go, 5));
  watch.disconnect();
  return times;
}
"""


@contextmanager
def served() -> Iterator[str]:
    """Where a server of our own listens."""
    import uvicorn

    from sciatic.web.app import create_app

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(create_app(), port=port, access_log=False, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


def measure(address: str, name: str, rounds: int) -> dict[str, list[float]]:
    """The times of every part over some rounds, the first left out: it fills what is remembered."""
    from playwright.sync_api import sync_playwright

    found: dict[str, list[float]] = {part: [] for part in PARTS}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{address}/clinician")
        if name:
            page.set_input_files("#file", ROOT / "examples" / name)
            page.get_by_role("button", name="Load it").click()
            page.wait_for_load_state()
        page.locator("#sheet[data-live]").wait_for()
        for number in range(rounds + 1):
            times = page.evaluate(TYPE, [FIELD, f"{5 - number % 2}"])
            if number:
                for part in PARTS:
                    found[part].append(times[part])
        browser.close()
    return found


def row(what: str, found: dict[str, list[float]]) -> str:
    cells = []
    for part in PARTS:
        times = sorted(found[part])
        most = times[min(len(times) - 1, round(0.9 * len(times)))]
        cells.append(f"{statistics.median(times):5.0f} ({most:.0f})")
    return f"{what:20}" + "".join(f"{cell:>14}" for cell in cells)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args(arguments)
    if shutil.which("chromium") is None:
        print("no chromium here; on Debian: apt-get install chromium")
        return 1
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("milliseconds from the key, median (ninth decile); goal for card and causes:", GOAL_MS)
    print(f"{'case':20}" + "".join(f"{part:>14}" for part in PARTS))
    with served() as address:
        for name in CASES:
            print(row(name or "empty", measure(address, name, options.rounds)), flush=True)
    print(f"load after: {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
