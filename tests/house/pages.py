"""The pages in Markdown: their links, their blocks of code, and what those really print."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from repository import ROOT, files

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
ANYTHING = {"…", "..."}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its language, its text and the line where it begins."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


@dataclass(frozen=True)
class Spoken:
    """A command of a page, and the lines that the page says it prints."""

    where: str
    command: str
    expected: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.where} {self.command}"


def pages() -> list[Path]:
    return files(".md")


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for match in FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Block(page, line, match.group(1), match.group(2))


def commands(page: Path) -> Iterator[Spoken]:
    """Every command of the console blocks of a page."""
    for block in blocks(page):
        if block.language != "console":
            continue
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, *expected = part.rstrip("\n").split("\n")
            yield Spoken(str(block), command, tuple(expected))


@cache
def printed(command: str) -> tuple[int, str]:
    """The exit code of a command, and all that it prints, run at the top of the repository."""
    program, *arguments = shlex.split(command)
    path = str(Path(sys.executable).with_name(program))
    told = subprocess.run([path, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return told.returncode, told.stdout + told.stderr


def first_missing(expected: tuple[str, ...], output: str) -> str | None:
    """The first line that the output lacks, read in order; None where all are there.

    A line of only "…" stands for any lines; without one, lines must follow each other.
    """
    lines = [line.rstrip() for line in output.split("\n")]
    at, free = 0, False
    for line in (text.rstrip() for text in expected):
        if line.strip() in ANYTHING:
            free = True
            continue
        stop = len(lines) if free else at + 1
        found = next((spot for spot in range(at, stop) if lines[spot : spot + 1] == [line]), None)
        if found is None:
            return line
        at, free = found + 1, False
    return None


def links(page: Path) -> list[str]:
    without_code = FENCE.sub("", page.read_text("utf-8"))
    return LINK.findall(re.sub(r"`[^`\n]*`", "", without_code))


def anchors(page: Path) -> set[str]:
    """The anchors that headings make, as GitHub names them."""
    text = FENCE.sub("", page.read_text("utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", title.replace("`", "").lower()) for title in titles)
    return {title.strip().replace(" ", "-") for title in plain}


def run_python(block: Block) -> str:
    """What a Python block prints, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", block.text],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, f"{block}\n{told.stderr}"
    return told.stdout
