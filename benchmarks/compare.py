"""The model beside two baselines on a directory of cases with known answers.

    python benchmarks/compare.py DIR [--without-model] [--predictions NAME=FILE]

``--save FOLDER`` writes each method's answers as JSON lines, to be scored again later.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.baselines import lookup, naive_bayes
from sciatic.assessment.evaluation import Assess, Evaluation, evaluate, evaluate_predictions
from sciatic.assessment.evaluation_text import comparison
from sciatic.errors import SciaticError


def from_document(assess: Callable[[Mapping], Mapping[str, object]]) -> Assess:
    """A baseline takes the plain document; evaluation hands out paths."""
    return lambda path: assess(json.loads(path.read_text("utf-8")))


def model(setting: str | None) -> Assess:
    from sciatic.assessment import assess

    return lambda path: assess(path, setting=setting).to_dict()


def keeping(assess: Assess, kept: list[Mapping[str, object]]) -> Assess:
    """The same method, with its answers kept."""

    def kept_assess(path: Path) -> Mapping[str, object]:
        document = assess(path)
        kept.append(document)
        return document

    return kept_assess


def progress(name: str) -> Callable[[int, int, str], None]:
    def say(number: int, of: int, identifier: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{name}: {number} of {of}, {identifier}", end="", file=sys.stderr)

    return say


def compare(directory: Path, methods: Mapping[str, Assess], save: Path | None) -> dict:
    """Every method on every case."""
    found: dict[str, Evaluation] = {}
    for name, assess in methods.items():
        kept: list[Mapping[str, object]] = []
        found[name] = evaluate(directory, keeping(assess, kept), progress(name))
        if save:
            save.mkdir(parents=True, exist_ok=True)
            lines = "".join(json.dumps(document) + "\n" for document in kept)
            (save / f"{name.replace(' ', '_')}.jsonl").write_text(lines, "utf-8")
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--setting")
    parser.add_argument("--without-model", action="store_true")
    parser.add_argument("--save", type=Path, metavar="FOLDER")
    parser.add_argument("--predictions", action="append", default=[], metavar="NAME=FILE")
    options = parser.parse_args(arguments)
    methods = {} if options.without_model else {"sciatic": model(options.setting)}
    methods["look-up"] = from_document(lookup.assess)
    methods["naive Bayes"] = from_document(naive_bayes.assess)
    try:
        found = compare(options.directory, methods, options.save)
        for pair in options.predictions:
            name, _, path = pair.partition("=")
            found[name] = evaluate_predictions(options.directory, Path(path))
    except SciaticError as why:
        print(why, file=sys.stderr)
        return 2
    print(comparison(found))
    for name, evaluation in found.items():
        for case in evaluation.failures:
            print(f"{name}, {case.id}: {case.failure}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
