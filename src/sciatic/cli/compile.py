"""``sciatic compile``: build the model's cache once, and show how far it has come."""

from __future__ import annotations

import sys
from time import perf_counter

import click


@click.command("compile")
def compile_command() -> None:
    """Build the model's cache, once, so that every later call starts at once.

    It is built on the first call anyway; this shows progress. Nothing is done where the cache
    already fits the evidence.
    """
    from sciatic.assessment import compile_model

    start = perf_counter()
    compile_model(progress=_progress)
    click.echo(f"the model is ready ({perf_counter() - start:.1f} s)", err=True)


def _progress(step: str, *_: object) -> None:
    end = "\r" if sys.stderr.isatty() else "\n"
    sys.stderr.write(f"compiling: {step:<60}{end}")
    sys.stderr.flush()
