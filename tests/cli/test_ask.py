"""The interview, driven as a person drives it: the real program in a terminal of its own."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("sciatic")
PATIENCE_S = 60.0


class Conversation:
    """The program at the other end of a terminal."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.environ["TERM"] = "xterm-256color"
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execv(PROGRAM, [str(PROGRAM), "ask", *arguments])
        self.heard = ""

    def hear(self, *wanted: str) -> str:
        """Wait until the program has said one of some things; say what it said since."""
        end = time.monotonic() + PATIENCE_S
        start = len(self.heard)
        while not any(words in self.heard[start:] for words in wanted):
            left = end - time.monotonic()
            assert left > 0, f"never said {wanted}; said:\n{self.heard[start:]}"
            if not select.select([self.terminal], [], [], left)[0]:
                continue
            try:
                piece = os.read(self.terminal, 65536)
            except OSError:  # Linux: the other end has closed
                break
            if not piece:
                break
            self.heard += piece.decode("utf-8", "replace").replace("\r\n", "\n")
        return self.heard[start:]

    def say(self, words: str) -> None:
        os.write(self.terminal, f"{words}\n".encode())

    def press(self, key: bytes) -> None:
        time.sleep(0.3)  # a key between the prompt and the reading of it would be lost
        os.write(self.terminal, key)

    def answer(self, reply: Callable[[str], str], most: int = 400) -> str:
        """Answer every question until the program ends; give back the whole conversation."""
        for _ in range(most):
            said = self.hear("> ", "For the clinician")
            if "For the clinician" in said or not said.rstrip(" ").endswith(">"):
                break
            self.say(reply(said))
        return self.finish()

    def finish(self) -> str:
        self.hear("\x00 never said")
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        assert os.waitstatus_to_exitcode(status) == 0, self.heard
        return self.heard

    def close(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.terminal)


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Callable[..., Conversation]]:
    opened: list[Conversation] = []

    def start(*arguments: str) -> Conversation:
        opened.append(Conversation("--save", "kept.json", *arguments, cwd=tmp_path))
        return opened[-1]

    yield start
    for conversation in opened:
        conversation.close()


def kept(folder: Path) -> dict[str, object]:
    return dict(json.loads(folder.joinpath("kept.json").read_text("utf-8")))


def history(folder: Path) -> dict[str, object]:
    told = kept(folder)["history"]
    assert isinstance(told, dict)
    return told


def about(question: str, *words: str) -> bool:
    return all(re.search(word, question, re.IGNORECASE) for word in words)


def test_q_stops_saves_and_assesses(ask: Callable[..., Conversation], tmp_path: Path) -> None:
    talk = ask()
    assert "How old are you?" in talk.hear("> ")
    talk.say("46")
    talk.hear("> ")
    talk.say("q")
    page = talk.finish()
    assert "What you said so far counts" in page
    assert "First, answer these" in page
    assert kept(tmp_path)["person"] == {"age_years": 46}


@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["ctrl-c", "ctrl-d"])
def test_breaking_off_saves_and_assesses_too(
    key: bytes, ask: Callable[..., Conversation], tmp_path: Path
) -> None:
    talk = ask()
    talk.hear("> ")
    talk.say("60")
    talk.hear("> ")
    talk.press(key)
    page = talk.finish()
    assert "For the clinician" in page
    assert kept(tmp_path)["person"] == {"age_years": 60}


def test_an_emergency_is_said_at_once_and_stopping_is_offered(
    ask: Callable[..., Conversation], tmp_path: Path
) -> None:
    talk = ask()
    asked: list[str] = []

    def reply(said: str) -> str:
        asked.append(said)
        if about(said, "How old"):
            return "46"
        if about(said, "Type c to go on"):
            return ""
        if about(said, "How many days ago did that"):
            return "2"
        if about(said, "Since it began, is it"):
            return "4"
        return "y" if about(said, "between the legs") else "n" if "[n]" in said else "?"

    page = talk.answer(reply)
    warned = next(number for number, said in enumerate(asked) if "Type c to go on" in said)
    assert about(asked[warned], "Go to hospital now|Call 112")
    assert warned == len(asked) - 1
    assert "For the clinician" in page
    told = history(tmp_path)
    assert told["saddle_numbness"] is True
    assert told["timing"] == {"saddle_numbness": {"since_days": 2, "course": "worsening"}}


def test_not_sure_to_everything_comes_to_an_end(
    ask: Callable[..., Conversation], tmp_path: Path
) -> None:
    page = ask().answer(lambda said: "c" if "Type c" in said else "?")
    assert "For the clinician" in page
    told = history(tmp_path)
    assert told["saddle_numbness"] == "not_sure"
    assert "self_care" not in page


def test_no_to_every_danger_leads_to_the_skin_and_to_what_tells_most(
    ask: Callable[..., Conversation], tmp_path: Path
) -> None:
    asked: list[str] = []

    def reply(said: str) -> str:
        asked.append(said)
        if about(said, "How old"):
            return "46"
        if about(said, "Left leg: Is this leg or foot numb"):
            return "2"
        if about(said, "Left leg: which of these places are numb"):
            return "1 2"
        if about(said, "what sex"):
            return "1"
        if about(said, "since it began, is it better"):
            return "2"
        if about(said, "how many days ago"):
            return "60"
        if about(said, "Type c"):
            return "c"
        numbers = {"[n]": "n", "[1] none": "1", "[1] no": "1", "a number": "0"}
        return next((word for mark, word in numbers.items() if mark in said), "1")

    page = ask().answer(reply)
    told = kept(tmp_path)
    assert told["chart"]["marks"] == [  # type: ignore[index]
        {"side": "left", "region": "toe1_dorsal", "sensation": "numb"},
        {"side": "left", "region": "toe2_dorsal", "sensation": "numb"},
    ]
    first = next(number for number, said in enumerate(asked) if about(said, "between the legs"))
    skin = next(number for number, said in enumerate(asked) if about(said, "places are numb"))
    assert first == 2
    assert first < skin
    assert "For the clinician" in page


def test_what_a_late_answer_opens_is_asked_before_the_end(
    ask: Callable[..., Conversation], tmp_path: Path
) -> None:
    """Back pain is asked after the dangers, and makes some of them matter."""

    def reply(said: str) -> str:
        if about(said, "How old"):
            return "38"
        if about(said, "What sex"):
            return "2"
        if about(said, "how many days ago"):
            return "10"
        if about(said, "how fast did", "from its start"):
            return "3"
        if about(said, "since it began, is it better"):
            return "1"
        if about(said, "how bad is the leg pain"):
            return "?"  # a leg that does not hurt would leave the back unasked
        if about(said, "pain in your lower back"):
            return "y"
        numbers = {"[n]": "n", "[1] none": "1", "[1] no": "1", "a number": "0"}
        return next((word for mark, word in numbers.items() if mark in said), "1")

    page = ask().answer(reply)
    assert history(tmp_path)["back_pain"] is True
    assert "You can look after this yourself for now" in page
    assert "First, answer" not in page


def test_what_is_no_answer_is_asked_again(ask: Callable[..., Conversation]) -> None:
    talk = ask()
    talk.hear("> ")
    talk.say("very")
    assert "type a number" in talk.hear("> ")
    talk.say("q")
    talk.finish()


def test_a_saved_case_goes_on(ask: Callable[..., Conversation], tmp_path: Path) -> None:
    first = ask()
    first.hear("> ")
    first.say("46")
    first.hear("> ")
    first.say("q")
    first.finish()
    again = ask("--from", "kept.json")
    said = again.hear("> ")
    assert "How old" not in said
    again.say("q")
    again.finish()
    assert kept(tmp_path)["person"] == {"age_years": 46}


def test_as_json_only_the_document_goes_to_standard_output(tmp_path: Path) -> None:
    told = subprocess.run(
        [PROGRAM, "ask", "--format", "json", "--save", "kept.json"],
        cwd=tmp_path,
        input="46\n1\nq\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(told.stdout)["schema"] == "sciatic.assessment/1"
    assert "How old are you?" in told.stderr


def test_without_a_name_no_file_is_overwritten(tmp_path: Path) -> None:
    for _ in range(2):
        command = [PROGRAM, "ask", "--today", "2026-11-24"]
        subprocess.run(
            command, cwd=tmp_path, input="q\n", capture_output=True, text=True, check=True
        )
    kept_files = sorted(path.name for path in tmp_path.iterdir())
    assert kept_files == ["sciatic-case-2026-11-24-2.json", "sciatic-case-2026-11-24.json"]
