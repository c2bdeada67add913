"""The compiled model as files: arrays that are mapped, not read, and a directory of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sciatic.assessment.model import CompiledModel, StateLabels
from sciatic.findings.model_tables import ModelTables, NumberTable
from sciatic.findings.probability_table import Table
from sciatic.inference import Curves, GroupDraws, Uncertainty

Array = npt.NDArray[Any]
DIRECTORY = "directory.json"
_WORDS = ("condition", "subtype", "level", "side", "symptom_side", "zone", "severity",
          "also_present")  # fmt: skip


class _Packer:
    """Arrays laid end to end; each is found again by its place and shape."""

    def __init__(self, kind: type) -> None:
        self.kind = kind
        self.parts: list[Array] = []
        self.length = 0

    def add(self, array: Array) -> list[int]:
        """Take an array in; returns its place and shape."""
        flat: Array = np.ascontiguousarray(array, dtype=self.kind).ravel()
        place = [self.length, *array.shape]
        self.parts.append(flat)
        self.length += len(flat)
        return place

    def together(self) -> Array:
        """All arrays in one."""
        return np.concatenate(self.parts)


def write(model: CompiledModel, folder: Path) -> None:
    """Write the files of a model into a folder that exists."""
    floats, ints, halves = _Packer(np.float64), _Packer(np.int64), _Packer(np.float16)
    assert model.uncertainty is not None
    directory = {
        "digest": model.digest,
        "passports": model.passports,
        "priors": model.priors,
        "condition_labels": model.condition_labels,
        "labels": _packed_labels(model.labels, floats, ints),
        "tables": _packed_tables(model.tables, floats, ints),
        "uncertainty": _packed_uncertainty(model.uncertainty, floats, halves),
    }
    np.save(folder / "floats.npy", floats.together())
    np.save(folder / "ints.npy", ints.together())
    np.save(folder / "halves.npy", halves.together())
    (folder / DIRECTORY).write_text(json.dumps(directory), "utf-8")


def _packed_labels(labels: StateLabels, floats: _Packer, ints: _Packer) -> dict[str, Any]:
    words = {}
    for name in _WORDS:
        values = getattr(labels, name)
        distinct = list(dict.fromkeys(values))
        words[name] = [distinct, ints.add(np.array([distinct.index(value) for value in values]))]
    return {
        "words": words,
        "root_names": labels.root_names,
        "level_names": labels.level_names,
        "weight": floats.add(labels.weight),
        "roots": ints.add(labels.roots),
        "levels": ints.add(labels.levels),
        "lesion_class": ints.add(labels.lesion_class),
    }


def _packed_tables(tables: ModelTables, floats: _Packer, ints: _Packer) -> dict[str, Any]:
    return {
        "parameters": tables.parameters,
        "segments": tables.segments,
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
    }  # fmt: skip


def _packed_uncertainty(known: Uncertainty, floats: _Packer, halves: _Packer) -> dict[str, Any]:
    return {
        "curves": [
            [one.low, one.step, halves.add(one.change), keys] for one, keys in _shared(known.curves)
        ],
        "changes": {key: halves.add(one) for key, one in known.changes.items()},
        "latent": floats.add(known.latent),
        "prior": {name: halves.add(one) for name, one in known.prior.items()},
        "groups": {
            name: [floats.add(one.latent), floats.add(one.atypical)]
            for name, one in known.groups.items()
        },
    }


def _shared(curves: Mapping[str, Curves]) -> list[tuple[Curves, list[str]]]:
    """Each set of curves once, with the tables that share it."""
    found: dict[int, tuple[Curves, list[str]]] = {}
    for key, one in curves.items():
        found.setdefault(id(one), (one, []))[1].append(key)
    return list(found.values())


class _Mapped:
    """An array in a file, of which parts are looked at by place and shape."""

    def __init__(self, path: Path) -> None:
        self.whole: Array = np.asarray(np.load(path, mmap_mode="r"))

    def part(self, place: list[int]) -> Array:
        """The array that was laid at this place."""
        start, *shape = place
        size = 1
        for length in shape:
            size *= length
        return self.whole[start : start + size].reshape(shape)


def read(folder: Path) -> CompiledModel:
    """The model that ``write`` put into a folder, its arrays mapped."""
    directory = json.loads((folder / DIRECTORY).read_bytes())
    floats, ints = _Mapped(folder / "floats.npy"), _Mapped(folder / "ints.npy")
    halves = _Mapped(folder / "halves.npy")
    return CompiledModel(
        labels=_labels(directory["labels"], floats, ints),
        tables=_tables(directory["tables"], floats, ints),
        digest=directory["digest"],
        passports=directory["passports"],
        priors=directory["priors"],
        condition_labels=directory["condition_labels"],
        uncertainty=_uncertainty(directory["uncertainty"], floats, halves),
    )


def _labels(kept: dict[str, Any], floats: _Mapped, ints: _Mapped) -> StateLabels:
    words = {
        name: tuple(map(distinct.__getitem__, ints.part(place).tolist()))
        for name, (distinct, place) in kept["words"].items()
    }
    return StateLabels(
        **words,
        weight=floats.part(kept["weight"]),
        root_names=tuple((side, root) for side, root in kept["root_names"]),
        roots=ints.part(kept["roots"]).astype(bool),
        level_names=tuple((level, side) for level, side in kept["level_names"]),
        levels=ints.part(kept["levels"]).astype(bool),
        lesion_class=ints.part(kept["lesion_class"]),
    )


def _tables(kept: dict[str, Any], floats: _Mapped, ints: _Mapped) -> ModelTables:
    return ModelTables(
        blocks={name: ints.part(place) for name, place in kept["blocks"].items()},
        tables={
            key: Table(key, group, block, tuple(values), floats.part(place), painted)
            for key, group, block, values, painted, place, _ in kept["tables"]
        },
        coarse={row[0]: floats.part(row[-1]) for row in kept["tables"]},
        numbers={
            key: NumberTable(
                key, group, block, scale, floats.part(place), floats.part(bands), tuple(edges)
            )
            for key, group, block, scale, place, bands, edges in kept["numbers"]
        },
        parameters=kept["parameters"],
        segments=kept["segments"],
        latent=floats.part(kept["latent"]),
        affected=floats.part(kept["affected"]),
        painted_part={kind: floats.part(place) for kind, place in kept["painted_part"].items()},
    )


def _uncertainty(kept: dict[str, Any], floats: _Mapped, halves: _Mapped) -> Uncertainty:
    return Uncertainty(
        curves={
            key: curves
            for low, step, place, keys in kept["curves"]
            for curves in (Curves(low, step, halves.part(place)),)
            for key in keys
        },
        changes={key: halves.part(place) for key, place in kept["changes"].items()},
        latent=floats.part(kept["latent"]),
        prior={name: halves.part(place) for name, place in kept["prior"].items()},
        groups={
            name: GroupDraws(floats.part(latent), floats.part(atypical))
            for name, (latent, atypical) in kept["groups"].items()
        },
    )
