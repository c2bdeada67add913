"""Every link leads somewhere, every block runs, and what the pages show is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages import (
    Block,
    Spoken,
    anchors,
    blocks,
    commands,
    first_missing,
    links,
    printed,
    run_python,
)
from pages import pages as every_page
from repository import ROOT, shown

PAGES = every_page()
SPOKEN = [spoken for page in PAGES for spoken in commands(page) if page.name != "README.md"]
PYTHON = [block for page in PAGES for block in blocks(page) if block.language == "python"]
LANGUAGES = {"console", "python", "sh", "json", "toml", "text"}


def leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = page.parent.joinpath(name).resolve() if name else page
    if not target.exists() or ROOT not in (target, *target.parents):
        return False
    return not anchor or target.suffix != ".md" or anchor in anchors(target)


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_link_leads_somewhere(page: Path) -> None:
    ours = [link for link in links(page) if not re.match(r"https?://", link)]
    broken = [link for link in ours if not leads_somewhere(page, link)]
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_block_says_what_it_is(page: Path) -> None:
    odd = [str(block) for block in blocks(page) if block.language not in LANGUAGES]
    assert not odd


@pytest.mark.parametrize("spoken", SPOKEN, ids=str)
def test_a_command_prints_what_its_page_shows(spoken: Spoken) -> None:
    assert spoken.expected, "show what it prints"
    code, output = printed(spoken.command)
    assert code == (2 if spoken.expected[:1] and spoken.expected[0].startswith("sciatic: ") else 0)
    missing = first_missing(spoken.expected, output)
    assert missing is None, f"not printed: {missing}\n\n{output}"


@pytest.mark.parametrize("block", PYTHON, ids=str)
def test_a_python_block_runs_and_prints_what_follows_it(block: Block) -> None:
    output = run_python(block)
    following = [other for other in blocks(block.page) if other.line > block.line][:1]
    if following and following[0].language == "text":
        missing = first_missing(tuple(following[0].text.rstrip("\n").split("\n")), output)
        assert missing is None, f"not printed: {missing}\n\n{output}"


def test_lines_must_follow_each_other_unless_something_is_left_out() -> None:
    assert first_missing(("a", "b"), "a\nb\nc") is None
    assert first_missing(("a", "c"), "a\nb\nc") == "c"
    assert first_missing(("a", "…", "c"), "a\nb\nc") is None
    assert first_missing(("…", "d"), "a\nb\nc") == "d"


def test_every_make_target_that_a_page_names_exists() -> None:
    makefile = ROOT.joinpath("Makefile").read_text("utf-8")
    for page in PAGES:
        for target in re.findall(r"(?:`|^)make ([\w-]+)", page.read_text("utf-8"), re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{page.name}: make {target}"


def test_every_page_is_listed() -> None:
    index = ROOT / "docs" / "README.md"
    decisions = ROOT / "docs" / "decisions"
    listed = {index.parent.joinpath(link.split("#")[0]).resolve() for link in links(index)}
    listed |= {decisions.joinpath(link).resolve() for link in links(decisions / "README.md")}
    written = {page for page in PAGES if ROOT / "docs" in page.parents and page != index}
    assert written <= listed
