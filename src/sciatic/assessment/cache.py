"""Where the compiled model is kept: one folder a digest, arrays that are mapped, not read.

The folder is ``$SCIATIC_CACHE``, else ``$XDG_CACHE_HOME/sciatic``, else ``~/.cache/sciatic``. The
digest covers every table and module that the model is made from, so a changed number makes a new
folder; an old one is never read by mistake. Where nothing can be written the model is built in
memory, every time, and says so.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np

from sciatic.assessment.model import CompiledModel, StateLabels
from sciatic.findings.model_tables import ModelTables, NumberTable
from sciatic.findings.probability_table import Table

Progress = Callable[[str], object]
MODEL_ROOMS = ("anatomy", "physiology", "pathology", "findings", "assessment")
EVIDENCE_ROOMS = ("anatomy", "physiology", "pathology", "findings", "triage", "guidance")
_CATEGORIES = ("condition", "subtype", "level", "side", "symptom_side", "zone", "severity",
               "also_present")  # fmt: skip


def _hashed(rooms: tuple[str, ...], endings: tuple[str, ...]) -> str:
    seal = hashlib.sha256()
    for room in rooms:
        for entry in _files_of(files("sciatic").joinpath(room)):
            if entry.name.endswith(endings):
                seal.update(entry.name.encode())
                seal.update(entry.read_bytes())
    return seal.hexdigest()


def _files_of(folder: Traversable) -> list[Traversable]:
    here = sorted(folder.iterdir(), key=lambda entry: entry.name)
    data = [entry for entry in here if entry.name == "data"]
    inside = _files_of(data[0]) if data else []
    return [entry for entry in here if entry.is_file()] + inside


@cache
def evidence_digest() -> str:
    """SHA-256 over every table and parameter that can change an answer."""
    return _hashed(EVIDENCE_ROOMS, (".csv", ".toml"))


@cache
def model_digest() -> str:
    """SHA-256 over what the compiled model is made from, tables and code."""
    return _hashed(MODEL_ROOMS, (".csv", ".py"))


def cache_folder() -> Path:
    """The folder that holds compiled models; it need not exist yet."""
    own = os.environ.get("SCIATIC_CACHE")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "sciatic"


@cache
def compiled() -> CompiledModel:
    """The model: mapped from the cache, or built and put there. Safe from several threads."""
    return compile_model()


def compile_model(progress: Progress = lambda step: None) -> CompiledModel:
    """Build the model unless the cache has it; ``progress`` is told each step.

    Returns:
        the model, mapped from the cache where the cache could be written.
    """
    folder = cache_folder() / model_digest()[:24]
    if (folder / "directory.json").exists():
        progress("found in the cache")
        return _load(folder)
    model = _build(progress)
    progress("writing the cache")
    try:
        _save(model, folder)
    except OSError as why:
        sys.stderr.write(f"sciatic: the model can't be kept in {folder.parent} ({why.strerror}); "
                         "set SCIATIC_CACHE to a folder that can be written\n")  # fmt: skip
        return model
    return _load(folder)


def _build(progress: Progress) -> CompiledModel:
    """Make the model from the tables; the rooms that this needs are loaded only now."""
    from sciatic.assessment.model import label_states
    from sciatic.assessment.passports import gather
    from sciatic.findings.build_tables import build_tables
    from sciatic.pathology import SETTINGS, conditions, lesion_states, priors

    progress("lesion states")
    states = lesion_states()
    progress(f"tables of {len(states)} lesion states")
    return CompiledModel(
        labels=label_states(states),
        tables=build_tables(states),
        digest=model_digest(),
        passports=gather(),
        priors={setting: priors(setting) for setting in SETTINGS},
        condition_labels=conditions(),
    )


def _save(model: CompiledModel, folder: Path) -> None:
    """Write beside the goal, then rename, so that nobody reads half a model."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix="new-", dir=folder.parent))
    try:
        floats, ints, directory = _packed(model)
        np.save(beside / "floats.npy", floats)
        np.save(beside / "ints.npy", ints)
        (beside / "directory.json").write_text(json.dumps(directory), "utf-8")
        beside.rename(folder)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        if not (folder / "directory.json").exists():
            raise


class _Packer:
    """Arrays laid end to end; each is found again by its place and shape."""

    def __init__(self, kind: type) -> None:
        self.kind = kind
        self.parts: list[np.ndarray] = []  # type: ignore[type-arg]
        self.length = 0

    def add(self, array: np.ndarray) -> list[int]:  # type: ignore[type-arg]
        """Take an array in; returns its place and shape."""
        flat = np.ascontiguousarray(array, dtype=self.kind).ravel()
        place = [self.length, *array.shape]
        self.parts.append(flat)
        self.length += len(flat)
        return place

    def together(self) -> np.ndarray:  # type: ignore[type-arg]
        """All arrays in one."""
        return np.concatenate(self.parts)


def _packed(model: CompiledModel) -> tuple[np.ndarray, np.ndarray, dict[str, object]]:  # type: ignore[type-arg]
    floats, ints = _Packer(np.float64), _Packer(np.int64)
    labels, tables = model.labels, model.tables
    categories = {}
    for name in _CATEGORIES:
        values = getattr(labels, name)
        words = list(dict.fromkeys(values))
        codes = np.array([words.index(value) for value in values])
        categories[name] = [words, ints.add(codes)]
    directory: dict[str, object] = {
        "digest": model.digest,
        "passports": model.passports,
        "priors": model.priors,
        "condition_labels": model.condition_labels,
        "parameters": tables.parameters,
        "segments": tables.segments,
        "categories": categories,
        "root_names": labels.root_names,
        "level_names": labels.level_names,
        "weight": floats.add(labels.weight),
        "roots": ints.add(labels.roots),
        "levels": ints.add(labels.levels),
        "lesion_class": ints.add(labels.lesion_class),
        "blocks": {name: ints.add(index) for name, index in tables.blocks.items()},
        "latent": floats.add(tables.latent),
        "affected": floats.add(tables.affected),
        "painted_part": {kind: floats.add(p) for kind, p in tables.painted_part.items()},
        "tables": [
            [one.key, one.group, one.block, one.values, one.painted, floats.add(one.p),
             floats.add(tables.coarse[one.key])]
            for one in tables.tables.values()
        ],
        "numbers": [
            [one.key, one.group, one.block, one.scale, floats.add(one.curves),
             floats.add(one.bands), one.edges]
            for one in tables.numbers.values()
        ],
    }
    return floats.together(), ints.together(), directory


def _load(folder: Path) -> CompiledModel:
    directory = json.loads((folder / "directory.json").read_text("utf-8"))
    floats = np.load(folder / "floats.npy", mmap_mode="r")
    ints = np.load(folder / "ints.npy", mmap_mode="r")

    def part(whole: np.ndarray, place: list[int]) -> np.ndarray:  # type: ignore[type-arg]
        start, *shape = place
        size = int(np.prod(shape))
        return np.asarray(whole[start : start + size]).reshape(shape)

    words = {
        name: tuple(words[code] for code in part(ints, place).tolist())
        for name, (words, place) in directory["categories"].items()
    }
    labels = StateLabels(
        **words,
        weight=part(floats, directory["weight"]),
        root_names=tuple((side, root) for side, root in directory["root_names"]),
        roots=part(ints, directory["roots"]).astype(bool),
        level_names=tuple((level, side) for level, side in directory["level_names"]),
        levels=part(ints, directory["levels"]).astype(bool),
        lesion_class=part(ints, directory["lesion_class"]),
    )
    tables = ModelTables(
        blocks={name: part(ints, place) for name, place in directory["blocks"].items()},
        tables={
            key: Table(key, group, block, tuple(values), part(floats, place), painted)
            for key, group, block, values, painted, place, _ in directory["tables"]
        },
        coarse={row[0]: part(floats, row[-1]) for row in directory["tables"]},
        numbers={
            key: NumberTable(
                key, group, block, scale, part(floats, place), part(floats, bands), tuple(edges)
            )
            for key, group, block, scale, place, bands, edges in directory["numbers"]
        },
        parameters=directory["parameters"],
        segments=directory["segments"],
        latent=part(floats, directory["latent"]),
        affected=part(floats, directory["affected"]),
        painted_part={
            kind: part(floats, place) for kind, place in directory["painted_part"].items()
        },
    )
    return CompiledModel(
        labels=labels,
        tables=tables,
        digest=directory["digest"],
        passports=directory["passports"],
        priors=directory["priors"],
        condition_labels=directory["condition_labels"],
    )
