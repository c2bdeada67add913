"""What ``sciatic serve`` hands to the server; the pages themselves are tested in ``tests/web``."""

import uvicorn
from click.testing import CliRunner

from sciatic.cli.serve import serve


def hosts_for(monkeypatch, *options):
    """The names that the server would answer to."""
    started = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **_: started.append(app))
    told = CliRunner().invoke(serve, list(options))
    assert told.exit_code == 0, told.output
    (app,) = started
    return app.state.site.settings.hosts, told.output


def test_it_answers_to_the_address_that_it_listens_at(monkeypatch):
    hosts, told = hosts_for(monkeypatch, "--host", "fd00::1", "--name", "clinic.example")
    assert {"localhost", "[::1]", "[fd00::1]", "clinic.example"} <= set(hosts)
    assert "http://[fd00::1]:8000" in told


def test_on_its_own_it_answers_to_this_machine_alone(monkeypatch):
    hosts, _ = hosts_for(monkeypatch)
    assert hosts == ("localhost", "127.0.0.1", "[::1]")
