"""The words of a page in the reader's language: gettext catalogues, one for each language.

English is the language of the source, so its catalogue is empty. A catalogue is compiled when it is
first read; ``catalogue.py`` gathers what has to be in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE: Final = Path(__file__).with_name("locale")
SOURCE: Final = "en"
DATES: Final = {SOURCE: "en_GB"}
NAMES: Final = {"en": "English", "es": "Español"}
BETWEEN_SENTENCES: Final = re.compile(r"(?<=[.!?]) (?=[A-Z])")
OUTCOME: Final = re.compile(
    r"(.+?): (?:(left|right|both) )?(?:(\w+) root|(.+?)) ((?:less than |<|>)?[\d.]+ %)"
)
RANGE: Final = re.compile(r"(?:under|([\d.]+) to) ([\d.]+)")
HOLE: Final = re.compile(r"\\\{(\w+)\\\}")


class Words:
    """One language. ``say`` also finds texts of the package that were put together of several."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self.name = NAMES.get(language, language)
        self._locale = DATES.get(language, language)
        self._translations = translations

    def gettext(self, text: str) -> str:
        """The text in this language; itself where it is not translated."""
        return self._translations.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, n: int) -> str:
        """One of two texts, by number, in this language."""
        return self._translations.ngettext(one, many, n)

    def say(self, text: str) -> str:
        """A text of the package: whole, from a template with holes, or sentence by sentence."""
        if self.language == SOURCE or not text:
            return text
        whole = self.gettext(text)
        if whole != text:
            return whole
        for template, pattern in templates():
            found = pattern.fullmatch(text)
            translated = self.gettext(template)
            if found and translated != template:
                held = {name: self.say(value) for name, value in found.groupdict().items()}
                return translated.format(**held)
        sentences = BETWEEN_SENTENCES.split(text)
        return self._by_parts(sentences) if len(sentences) > 1 else self._clause(text)

    def _by_parts(self, sentences: Sequence[str]) -> str:
        """Sentences that were put together: the longest run that is one text, then the rest."""
        for end in range(len(sentences) - 1, 0, -1):
            first = " ".join(sentences[:end])
            if end == 1 or self.gettext(first) != first:
                break
        return f"{self.say(first)} {self.say(' '.join(sentences[end:]))}"

    def day(self, iso: str | date) -> str:
        """A date as it is written in this language."""
        when = date.fromisoformat(iso) if isinstance(iso, str) else iso
        return format_date(when, format="long", locale=self._locale)

    def days(self, first: str, last: str) -> str:
        """From one date to another; a year that both share is said once."""
        if first == last:
            return self.day(first)
        start = date.fromisoformat(first)
        same_year = first[:4] == last[:4]
        begin = (
            format_skeleton("MMMMd", start, locale=self._locale) if same_year else self.day(start)
        )
        return self.gettext("{first} to {last}").format(first=begin, last=self.day(last))

    def check_again(self) -> str:
        """The line that says when to answer again, ``{until}`` still in it."""
        from sciatic.guidance.lines import advice

        return self.gettext(next(line.text for line in advice() if line.kind == "check"))

    def would_change(self, text: str) -> str:
        """What answers would do, as the assessment tells it: "absent: right S1 root 95 %; ..."."""
        if self.language == SOURCE:
            return text
        return "; ".join(map(self._outcome, text.split("; ")))

    def _outcome(self, text: str) -> str:
        found = OUTCOME.fullmatch(text)
        if not found:
            return text
        answer, side, root, cause, share = found.groups()
        if ranged := RANGE.fullmatch(answer):
            low, high = ranged.groups()
            told = self.gettext("{low} to {high}") if low else self.gettext("under {high}")
            answer = told.replace("{low}", low or "").replace("{high}", high)
        what = self.gettext("{root} root").replace("{root}", root) if root else self.say(cause)
        sided = f"{what} {self.gettext(side)}" if side else what
        return f"{self.say(answer.replace('_', ' '))}: {sided} {share}"

    def _clause(self, text: str) -> str:
        """A clause that was made a sentence: "your leg is weak" as "Your leg is weak."."""
        clause = text[:1].lower() + text[1:].removesuffix(".")
        translated = self.gettext(clause)
        if translated == clause:
            return text
        return f"{translated[:1].upper()}{translated[1:]}."


@cache
def templates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The texts of the package that have a hole, each with the pattern of what fills it."""
    from sciatic.guidance.lines import advice, plan_lines
    from sciatic.triage.posterior import FITS

    lines = (line.text for line in (*advice(), *plan_lines()) if "{" in line.text)
    texts = dict.fromkeys((*lines, FITS))
    return tuple((text, re.compile(HOLE.sub(r"(?P<\1>.+?)", re.escape(text)))) for text in texts)


@cache
def words_of(language: str) -> Words:
    """The words of a language, its catalogue compiled now."""
    path = LOCALE / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return Words(language, NullTranslations())
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(language, GNUTranslations(compiled))


@cache
def is_translated(language: str) -> bool:
    """True where a catalogue holds translations, so that the language can be offered."""
    if language == SOURCE:
        return True
    path = LOCALE / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        texts = (message.string for message in read_po(stream) if message.id)
        return any(all(text) if isinstance(text, tuple | list) else text for text in texts)


def chosen(wanted: str | None, accepted: str, offered: Sequence[str]) -> str:
    """The language to use.

    Args:
        wanted: what the person chose, if they did.
        accepted: the browser's list, ``Accept-Language``.
        offered: the languages there are, the first for whoever wants none of them.
    """
    there = [language for language in offered if is_translated(language)] or [SOURCE]
    if wanted in there:
        return str(wanted)
    for part in accepted.split(","):
        language = part.partition(";")[0].strip().lower().partition("-")[0]
        if language in there:
            return language
    return there[0]
