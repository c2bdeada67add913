"""Where the compiled model is kept: one folder a digest, arrays that are mapped, not read.

The folder is ``$SCIATIC_CACHE``, else ``$XDG_CACHE_HOME/sciatic``, else ``~/.cache/sciatic``. The
digest covers every table and module that the model is made from, so a changed number makes a new
folder; an old one is never read by mistake. Where nothing can be written the model is built in
memory, every time, and says so.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from sciatic.assessment import doses, skin_paths, stored_model, syndromes
from sciatic.assessment.digests import model_digest, model_folder
from sciatic.assessment.model import CompiledModel

Progress = Callable[[str], object]
MODELS_KEPT = 3  # the newest; each is some 70 MB, and every changed number makes another
HALF_WRITTEN_S = 3600.0  # a model is written in seconds; after an hour nobody is writing it
_HALF = "new-"


@cache
def compiled() -> CompiledModel:
    """The model: mapped from the cache, or built and put there. Safe from several threads."""
    return compile_model()


def compile_model(progress: Progress = lambda step: None) -> CompiledModel:
    """Build the model unless the cache has it; ``progress`` is told each step.

    Returns:
        the model, mapped from the cache where the cache could be written.
    """
    folder = model_folder()
    kept = _kept(folder)
    if kept is not None:
        progress("found in the cache")
        return kept
    model = _with_uncertainty(build(progress), progress)
    progress("writing the cache")
    try:
        _save(model, folder)
    except OSError as why:
        sys.stderr.write(f"sciatic: the model can't be kept in {folder.parent} ({why.strerror}); "
                         "set SCIATIC_CACHE to a folder that can be written\n")  # fmt: skip
        return model
    _clear_old(folder.parent)
    return stored_model.read(folder)


def _clear_old(parent: Path) -> None:
    """Remove all but the newest few models, and what a killed process left half written.

    A model in use stays readable until it is let go.
    """
    import shutil
    import time

    for half in parent.glob(f"{_HALF}*"):
        if half.stat().st_mtime < time.time() - HALF_WRITTEN_S:
            shutil.rmtree(half, ignore_errors=True)
    models = [one.parent for one in parent.glob(f"*/{stored_model.DIRECTORY}")]
    newest_first = sorted(models, key=lambda one: one.stat().st_mtime_ns, reverse=True)
    for old in newest_first[MODELS_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _kept(folder: Path) -> CompiledModel | None:
    """The model in a folder; None where there is none, or what is there is damaged."""
    try:
        return stored_model.read(folder)
    except (OSError, EOFError, ValueError, KeyError, IndexError, TypeError):
        return None


def build(progress: Progress) -> CompiledModel:
    """Make the model from the tables, in memory, without the uncertainty of its numbers."""
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


def _with_uncertainty(model: CompiledModel, progress: Progress) -> CompiledModel:
    from sciatic.assessment.model_uncertainty import build_uncertainty
    from sciatic.pathology import lesion_states

    progress("how unsure each number is")
    return replace(model, uncertainty=build_uncertainty(model, lesion_states()))


def _save(model: CompiledModel, folder: Path) -> None:
    """Write beside the goal, then rename, so that nobody reads half a model.

    What lies at the goal is damaged, or another process has just put a whole one there.
    """
    import shutil
    import tempfile

    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=_HALF, dir=folder.parent))
    try:
        skin_paths.write(beside)
        doses.write(beside)
        syndromes.write(beside)
        stored_model.write(model, beside)
        if folder.exists() and _kept(folder) is None:
            shutil.rmtree(folder)
        beside.rename(folder)
    except OSError:
        if _kept(folder) is None:
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
