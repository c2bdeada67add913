"""Every page in Spanish: no English sentence of ours is left on any of them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from all_pages import every_page
from plain_http import Visitor
from walking import DESKTOP, answer, press, screen

from sciatic.web.catalogue import gathered
from sciatic.web.words import LOCALE, words_of

READ_ALOUD = ("aria-label", "title", "alt", "placeholder", "content")
FEWEST_WORDS = 3
"""A text shorter than this may stand in Spanish too ("no", "normal"); it counts only alone."""


class Heard(HTMLParser):
    """What a page says: its texts, what a screen reader adds, and the words kept for the script."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        is_title = tag == "a" and f"{told.get('href')}".startswith("http")  # of a publication
        if tag in ("code", "style", "pre") or is_title:
            self.within.append(tag)
        for name, value in told.items():
            if value and (name in READ_ALOUD or (name.startswith("data-") and " " in value)):
                self.texts.append(" ".join(value.split()))

    def handle_endtag(self, tag: str) -> None:
        if self.within and tag == self.within[-1]:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and not self.within:
            self.texts.append(words)


@pytest.fixture(scope="module")
def english() -> tuple[dict[str, str], dict[str, str]]:
    """Our texts that Spanish says otherwise: the long ones by their fixed parts, the short ones."""
    spanish = words_of("es")
    long, short = dict[str, str](), dict[str, str]()
    for message in gathered():
        for text in message.id if isinstance(message.id, tuple | list) else [message.id]:
            if not text or spanish.gettext(text) == text:
                continue
            for part in re.split(r"%\(\w+\)[sd]|\{\w+\}|%%", text):
                words = part.strip(" .,:;()")
                if len(words.split()) >= FEWEST_WORDS and len(words) > 12:
                    long[words] = text
            if "{" not in text and "%" not in text:
                short[text] = text
    return long, short


def left_over(page: str, english: tuple[dict[str, str], dict[str, str]]) -> set[str]:
    """The English texts that a page still says."""
    heard = Heard()
    heard.feed(page)
    long, short = english
    told = "\n".join(heard.texts)
    found = {text for part, text in long.items() if part in told and _whole(part, told)}
    return found | {short[text] for text in heard.texts if text in short and not _also(text)}


def _whole(part: str, told: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", told) is not None


def _also(text: str) -> bool:
    """True where the same word is Spanish for something else of ours."""
    return text in _spanish_words()


def _spanish_words() -> set[str]:
    spanish = words_of("es")
    return {
        spanish.gettext(message.id)
        for message in gathered()
        if isinstance(message.id, str) and message.id
    }


def test_no_page_is_left_in_english(address, english):
    spanish = _spanish_words()
    found: dict[str, set[str]] = {}
    for name, text in every_page(Visitor(address, "es")):
        if "<html" in text:
            assert '<html lang="es">' in text, name
        left = left_over(text, english) - spanish
        if left:
            found[name] = left
    told = sorted({text for texts in found.values() for text in texts})
    assert not found, "\n".join([*told, *map(repr, sorted(found))])


def test_the_check_would_see_an_english_sentence(address, english):
    page = Visitor(address, "en").get("/")
    assert "None of these: start the questions" in left_over(page, english)


def test_in_a_browser_the_whole_way_is_spanish(open_page, english):
    """Also what the script writes: the chart's status, the slider's words, the waiting word."""
    page = open_page(viewport=DESKTOP, locale="es-ES")
    found: dict[str, set[str]] = {"start": left_over(page.content(), english)}
    press(page, "Nada de esto: empezar las preguntas")
    for _ in range(8):
        now = screen(page)
        found[now] = left_over(page.content(), english)
        if now == "chart":
            page.locator(".bc-layers button").first.wait_for()
            page.locator(".bc-list summary").click()
            page.locator('input[name="mark.left.toe5_dorsal"][value="numb"]').check()
            found["painted"] = left_over(page.content(), english)
        else:
            answer(page, {"a.sex": "female"})
        press(page, "Siguiente")
    press(page, "Ver mi resultado ahora")
    page.locator(".np-controls").wait_for()
    found["result"] = left_over(page.content(), english)
    spanish = _spanish_words()
    assert not {name: left - spanish for name, left in found.items() if left - spanish}


def test_no_module_holds_words_of_its_own():
    """Script says only what the page gave it, so that it speaks the reader's language."""
    bare: list[str] = []
    modules = LOCALE.parent.joinpath("static", "modules")
    for path in sorted(modules.glob("*.js")):
        text = re.sub(r"//[^\n]*|/\*.*?\*/", " ", path.read_text("utf-8"), flags=re.DOTALL)
        for literal in re.findall(r'"([^"\n]*)"|\'([^\'\n]*)\'|`([^`]*)`', text):
            words = re.sub(r"\$\{[^}]*\}", " ", "".join(literal))
            if re.search(r"(?:^|\s)[A-Za-z][a-z]{2,} [a-z]{2,}(?:\s|[.,!?]|$)", words):
                bare.append(f"{path.name}: {words}")
    assert not bare


@pytest.mark.parametrize("path", ["/questions", "/clinician"])
def test_a_form_answers_in_the_language_that_was_chosen(address, path):
    visitor = Visitor(address, "en")
    case = '{"schema":"sciatic.case/1","id":"web","person":{"age_years":46}}'
    assert '<html lang="es"' in visitor.post(path, case=case, language="es")
    assert '<html lang="en"' in visitor.post(path, case=case, language="xx")
    assert "46" in visitor.post(path, case=case, language="es")
