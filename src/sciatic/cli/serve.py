"""``sciatic serve``: the pages on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from sciatic.errors import SciaticError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
NEEDS = "the pages need more than the command line: pip install 'sciatic[web]'"


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="NAME",
    help="A further name that the server answers to, such as that of a proxy.",
)
@click.option(
    "--region",
    default="any",
    show_default=True,
    help="Whose emergency number to show: any, gb, ie, eu, us, ca, au, nz.",
)
@click.option("--number", metavar="NUMBER", help="The emergency number itself, in place of it.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="LANGUAGE",
    help="A language to offer, the first where a browser asks for none. Default: all there are.",
)
@click.option(
    "--store",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Let people keep their check-ins in DIR, encrypted, under a code that only they hold.",
)
@click.option(
    "--keep-days",
    default=90,
    show_default=True,
    type=click.IntRange(1, 365),
    help="For how long a check-in is kept after it was last written.",
)
def serve(
    port: int,
    host: str,
    names: tuple[str, ...],
    region: str,
    number: str | None,
    languages: tuple[str, ...],
    store: Path | None,
    keep_days: int,
) -> None:
    """Serve the pages for the person and the clinician, on this machine alone.

    Nothing that is answered is logged, and nothing is stored; with --store, what a person asks to
    keep, and only that.
    """
    try:
        import uvicorn

        from sciatic.web.app import create_app
        from sciatic.web.settings import Settings, number_of
    except ModuleNotFoundError as why:
        raise SciaticError(NEEDS) from why
    shown = f"[{host}]" if ":" in host else host
    usual = Settings()
    settings = Settings(
        emergency_number=number or number_of(region),
        languages=languages or usual.languages,
        store=store,
        keep_days=keep_days,
        hosts=(*usual.hosts, *names, *(() if host in LOOPBACK else (shown,))),
    )
    click.echo(f"Getting ready; then open http://{shown}:{port} (Ctrl+C stops)")
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
    )
