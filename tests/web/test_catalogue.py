"""Every text that a page shows goes through the catalogue."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from sciatic.findings import vocabulary
from sciatic.web.catalogue import gathered, missing
from sciatic.web.words import LOCALE, is_translated, words_of

WEB = LOCALE.parent
NO_WORDS = {"sciatic", "bits", "novalidate", "min", "mmHg"}
VENDORED = [WEB / "static" / "vendor" / "htmx", Path(__file__).parent / "vendor" / "axe-core"]


@pytest.fixture(scope="module")
def texts():
    return {message.id if isinstance(message.id, str) else message.id[0] for message in gathered()}


def test_the_questions_and_the_advice_are_among_them(texts):
    assert vocabulary()["saddle_numbness"].question in texts
    assert "It goes numb or feels strange between your legs or round your bottom." in texts
    assert "Speak to a doctor today" in texts
    assert "None of these: start the questions" in texts


def test_no_words_stand_in_a_template_untranslated():
    bare: list[str] = []
    for path in sorted(WEB.joinpath("templates").rglob("*.html")):
        text = re.sub(r"\{#.*?#\}", " ", path.read_text("utf-8"), flags=re.DOTALL)
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.DOTALL)
        text = re.sub(r"<(script|code|style)\b.*?</\1>", " ", text, flags=re.DOTALL)
        text = re.sub(r"<[^<>]*>|[\w-]+=(\"[^\"]*\"|'[^']*')", " ", text, flags=re.DOTALL)
        words = re.findall(r"[A-Za-z]{3,}", re.sub(r"&\w+;", " ", text))
        bare += [f"{path.name}: {word}" for word in words if word not in NO_WORDS]
    assert not bare


def test_the_catalogue_on_disk_names_every_text(texts):
    kept = LOCALE.joinpath("es", "LC_MESSAGES", "messages.po").read_text("utf-8")
    there = len(re.findall(r"^msgid ", kept, re.MULTILINE)) - 1
    assert there == len(gathered()), "run: python -m sciatic.web.catalogue"


@pytest.fixture(scope="module")
def spanish():
    with LOCALE.joinpath("es", "LC_MESSAGES", "messages.po").open("rb") as stream:
        return read_po(stream, locale="es")


def test_spanish_is_whole():
    assert is_translated("es")
    assert not missing("es"), "translate, after: python -m sciatic.web.catalogue"


def test_no_translation_is_a_guess_or_left_from_before(spanish):
    assert not [message.id for message in spanish if message.id and message.fuzzy]
    assert not spanish.obsolete


def test_every_translation_keeps_what_is_put_in(spanish):
    """Names in braces and percent signs; the singular of a plural may leave its number out."""
    wrong: list[str] = []
    for message in spanish:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.id, tuple) else (message.string,)
        for at, text in enumerate(texts if message.id else ()):
            wanted, there = holes(ids[min(at, len(ids) - 1)]), holes(text)
            if there != wanted and not (len(ids) > 1 and at == 0 and there <= holes(ids[1])):
                wrong.append(f"{ids[0]!r}: {text!r}")
    assert not wrong


def holes(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%%|\{\w+\}", text))


def test_spanish_is_formal_and_says_not_sure_as_one_does():
    say = words_of("es").gettext
    assert say("Not sure") == "No lo sé"
    informal = re.compile(r"\b(?:tú|tienes|puedes|estás|eres|debes|vosotros)\b", re.IGNORECASE)
    assert not [text for text in map(say, every_id()) if informal.search(text)]


def every_id() -> list[str]:
    ids = [message.id for message in gathered() if message.id]
    return [text for one in ids for text in ([one] if isinstance(one, str) else one)]


def test_no_english_drug_name_is_left_in_spanish():
    say = words_of("es").gettext
    names = "warfarin|apixaban|rivaroxaban|heparin|aspirin|metformin|gabapentin|pregabalin"
    left = re.compile(rf"\b(?:{names}|duloxetine|amitriptyline|ibuprofen)\b", re.IGNORECASE)
    assert not [text for text in map(say, every_id()) if left.search(text)]


def test_a_text_put_together_is_translated_part_by_part(monkeypatch):
    words = words_of("xx")
    table = {
        "Do not use heat or ice packs. {because}": "Keine Packungen. {because}",
        "your foot is numb": "dein Fuß ist taub",
        "Sentence one.": "Satz eins.",
    }
    monkeypatch.setattr(words, "gettext", lambda text: table.get(text, text))
    assert words.say("Do not use heat or ice packs. Your foot is numb.") == (
        "Keine Packungen. Dein Fuß ist taub."
    )
    assert words.say("Sentence one. Sentence two.") == "Satz eins. Sentence two."


@pytest.mark.parametrize("folder", VENDORED, ids=lambda one: one.name)
def test_what_others_wrote_is_as_they_published_it(folder):
    digest, name = folder.joinpath("sha256").read_text("utf-8").split()
    assert hashlib.sha256(folder.joinpath(name).read_bytes()).hexdigest() == digest
    assert folder.joinpath("LICENSE").is_file()
