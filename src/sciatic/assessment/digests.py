"""Digests of the tables and modules: they name the compiled model, and the evidence.

Reading and hashing every file takes longer than reading a case, so the digests are kept beside the
models together with the size and times of each file. They hold while no file has changed in any of
these. A file may change twice within one tick of its clock and look the same; therefore digests
are kept only when every file had rested for ``REST_NS`` before it was read.
"""

from __future__ import annotations

import json
import os
import time
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from sciatic.errors import EvidenceError

PACKAGE = Path(__file__).resolve().parents[1]
MODEL_ROOMS = ("anatomy", "physiology", "pathology", "findings", "assessment")
EVIDENCE_ROOMS = ("anatomy", "physiology", "pathology", "findings", "triage", "guidance")
REST_NS = 2_000_000_000
State = list[list[str | int]]


def cache_folder() -> Path:
    """The folder that holds compiled models; it need not exist yet."""
    own, shared = os.environ.get("SCIATIC_CACHE"), os.environ.get("XDG_CACHE_HOME", "")
    try:
        if own:
            return Path(own).expanduser()
        base = Path(shared) if os.path.isabs(shared) else Path.home() / ".cache"
    except RuntimeError:  # a person without a home: a folder that can't be, so nothing is kept
        base = Path(os.devnull)
    return base / "sciatic"


def evidence_digest() -> str:
    """SHA-256 over every table and parameter that can change an answer."""
    return _own()[1]


def model_digest() -> str:
    """SHA-256 over what the compiled model is made from, tables and code."""
    return _own()[0]


def model_folder() -> Path:
    """The folder that holds, or will hold, the model compiled from these tables and modules."""
    return cache_folder() / model_digest()[:24]


@cache
def _own() -> tuple[str, str]:
    return digests(PACKAGE, cache_folder())


def digests(package: Path, kept_in: Path, rest_ns: int = REST_NS) -> tuple[str, str]:
    """The digests of model and evidence, kept from an earlier call where no file has changed.

    Args:
        package: the folder that holds the rooms.
        kept_in: the folder where digests are kept; nothing is kept where it can't be written.
        rest_ns: for how long no file may have changed, in nanoseconds, for digests to be kept.
    """
    state = state_of(package)
    note = kept_in / f"digests-{crc32(os.fsencode(package)):08x}.json"
    kept = _kept(note)
    if kept and kept.get("files") == state:
        return str(kept["model"]), str(kept["evidence"])
    began = time.time_ns()
    found = (
        _hashed(package, MODEL_ROOMS, (".csv", ".py", ".toml")),
        _hashed(package, EVIDENCE_ROOMS, (".csv", ".toml")),
    )
    newest = max(max(int(mtime), int(ctime)) for _, _, mtime, ctime, _ in state)
    if newest + rest_ns < began and state_of(package) == state:
        _keep(note, {"files": state, "model": found[0], "evidence": found[1]})
    return found


def state_of(package: Path) -> State:
    """Name, size, times of change in ns and number of every file that a digest covers."""
    found: State = []
    for room in dict.fromkeys((*MODEL_ROOMS, *EVIDENCE_ROOMS)):
        for path in _files_of(package / room):
            if path.endswith((".csv", ".py", ".toml")):
                one = os.stat(path)
                found.append([path, one.st_size, one.st_mtime_ns, one.st_ctime_ns, one.st_ino])
    if not found:
        raise EvidenceError(f"{package} holds no tables")
    return found


def _files_of(room: Path) -> list[str]:
    """The files of a room, then those of its folder ``data``, each by name."""
    folders = (str(room), str(room / "data"))
    return [
        entry.path
        for folder in folders
        if os.path.isdir(folder)
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name)
        if entry.is_file()
    ]


def _hashed(package: Path, rooms: tuple[str, ...], endings: tuple[str, ...]) -> str:
    import hashlib

    seal = hashlib.sha256()
    for room in rooms:
        for path in _files_of(package / room):
            if path.endswith(endings):
                seal.update(os.path.basename(path).encode())
                seal.update(Path(path).read_bytes())
    return seal.hexdigest()


def _kept(note: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(note.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _keep(note: Path, what: dict[str, object]) -> None:
    """Write beside the goal, then rename; where that can't be done nothing is kept."""
    beside = note.with_suffix(f".{os.getpid()}")
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(what), "utf-8")
        beside.replace(note)
    except OSError:
        return
