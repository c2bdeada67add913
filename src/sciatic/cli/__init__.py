"""The command line: one module a command, imported only when that command is called."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from sciatic import __version__
from sciatic.errors import SciaticError, nearest

COMMANDS = {
    "assess": ("assess:assess", "Read a case and say how urgent it is, why, and what to do."),
    "compare": ("compare:compare", "Set two cases of one person side by side: what changed?"),
    "ask": ("ask:ask", "Be asked about your own symptoms, the dangerous ones first."),
    "serve": ("serve:serve", "Serve the pages for the person on this machine."),
    "trace": ("trace:trace", "Follow a nerve between its root and the skin, muscle or reflex."),
    "predict": ("predict:predict", "Say what a lesion would make numb, weak or silent."),
    "nerve-test": ("nerve_test:nerve_test", "Say what a nerve test (EMG) would show."),
    "conduct": ("conduct:conduct", "Say what a pressure does to a nerve's signals."),
    "evidence": ("evidence:evidence", "Show where a number comes from and where it is used."),
    "schema": ("schema:schema", "Print the JSON Schema of a document."),
    "simulate": ("simulate:simulate", "Run a published study on people drawn from the model."),
    "validate": ("validate:validate", "Predict a table of published figures it never saw."),
    "evaluate": ("evaluate:evaluate", "Score a folder of cases whose answers are known."),
    "compile": ("compile:compile_command", "Build the model's cache, once, with progress."),
}

BAD_INPUT = 2
_UTF8 = ("utf-8", "utf8")


class Commands(click.Group):
    """The commands by name; ``--help`` lists them without importing one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(f"sciatic.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name those nearest to what was written."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            close = nearest(args[0], COMMANDS) or tuple(COMMANDS)
            raise click.UsageError(f"no command {args[0]!r}. Nearest: {', '.join(close)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sciatic", message="%(prog)s %(version)s")
def group() -> None:
    """From back to foot: which nerve is pressed, by what, how urgent, and what next.

    It does not make a diagnosis, and it never replaces an examination.
    If you may be in danger now, call your emergency number first.
    """


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line; exit with 0 when done and 2 when what was given can't be read."""
    # One case needs one thread; a pool of them costs more to start than it saves.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _speak_utf8()
    try:
        status = group.main(args=argv, prog_name="sciatic", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_page:
        click.echo(help_page.format_message())
        sys.exit(0)
    except (SciaticError, OSError, click.ClickException) as why:
        click.echo(f"sciatic: {_said(why)}", err=True)
        sys.exit(BAD_INPUT)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)


def _speak_utf8() -> None:
    """Pages and errors are UTF-8 wherever they go; an older encoding has no bars and bullets."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in _UTF8:
            stream.reconfigure(encoding="utf-8")


def _said(why: Exception) -> str:
    """One error in our style: where, what and, for a slip at the prompt, where help is."""
    if isinstance(why, click.ClickException):
        text = why.format_message()
        text = text[:1].lower() + text[1:]
        ctx = getattr(why, "ctx", None)
        return f"{text}\nhelp: {ctx.command_path} --help" if ctx is not None else text
    if isinstance(why, OSError) and why.filename is not None:
        return f"{why.filename}: {(why.strerror or 'can not be read').lower()}"
    if isinstance(why, OSError) and why.strerror:
        return why.strerror.lower()
    return str(why)
