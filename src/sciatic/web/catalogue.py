"""``python -m sciatic.web.catalogue``: gather every text to translate into the catalogues.

The texts of pages come from the templates and from the code here; the texts of the package
(questions, places, causes, advice, red flags) from its tables, so that nothing is written twice.
Translations that are there are kept; what is no longer said is dropped.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from sciatic.anatomy import nerves
from sciatic.assessment import compiled
from sciatic.assessment.assess import NOT_A_DIAGNOSIS
from sciatic.findings import labels, vocabulary
from sciatic.findings.wording import plain_labels
from sciatic.followup import timeline
from sciatic.followup import words as followup_words
from sciatic.guidance.facts import spoken
from sciatic.guidance.lines import advice, options, plan_lines, visits
from sciatic.guidance.plain_words import plain_conditions
from sciatic.triage.asking import follow_up_question
from sciatic.triage.posterior import FITS
from sciatic.triage.red_flags import UNDATED
from sciatic.triage.rule_book import rule_book
from sciatic.web import questions
from sciatic.web.settings import CODE_NUMBERS, EMERGENCY_NUMBERS
from sciatic.web.topics import OTHER, choices, topics
from sciatic.web.words import LOCALE, SOURCE

HERE: Final = Path(__file__).parent
METHODS: Final = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS: Final = {"templates/**.html": {"silent": "false", "trim_blocks": "true"}}
KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": None,
}
WORDS: Final = (
    *("left", "right", "both", "unsure", "yes", "no", "not sure", "days", "day", "m", "today"),
    *("You said", "Found on examination", "{first} and {n} more places", "age {years}"),
    *("feeling of the {place}", "Chart", "Drawn", "marked", "drawn"),
    *("Is this skin numb or tingling: {place}?", "patient", "clinician", "test"),
    *("numb", "tingling", "burning", "pain", "rash"),
)
"""Words that the package puts together at run time: sides, answers, leads of a sentence."""


def package_texts() -> Iterator[tuple[str, str]]:
    """Every text of the package that a page can show, with where it comes from."""
    for finding in vocabulary().values():
        yield finding.label, "findings"
        yield finding.question, "findings"
        yield from ((f"{value}".replace("_", " "), "values") for value in finding.values)
    yield from ((text, "findings") for text in plain_labels().values())
    for kind in ("region", "muscle", "reflex"):
        yield from ((text, kind) for text in labels(kind).values())
    yield from ((text, "region") for text in labels("region", "plain_label").values())
    for nerve in nerves().values():
        yield nerve.label, "nerves"
        yield nerve.also_called, "nerves"
    yield from ((text, "causes") for text in plain_conditions().values())
    yield from ((text, "causes") for text in compiled().condition_labels.values())
    yield from ((line.text, "advice") for line in (*advice(), *plan_lines()))
    yield from ((option.text, "advice") for option in options())
    yield from ((text, "advice") for visit in visits() for text in (visit.who, visit.why))
    yield from ((text, "advice") for text in spoken())
    yield from ((text, "followup") for text in (*followup_words.texts(), *timeline.texts()))
    yield from _triage_texts()
    yield from _web_texts()


def _triage_texts() -> Iterator[tuple[str, str]]:
    book = rule_book()
    for rule in book.rules:
        yield from ((rung.text, "red flags") for rung in rule.rungs)
    yield from ((text, "rungs") for text in (*book.headings.values(), *book.words.values()))
    yield from ((said["text"], "red flags") for said in (book.blocked, book.self_care))
    yield from ((row["label"], "red flags") for row in book.thresholds)
    yield FITS, "red flags"
    yield from ((follow_up_question(part), "red flags") for part in ("since_days", "course"))
    yield UNDATED, "red flags"
    yield NOT_A_DIAGNOSIS, "assessment"


def _web_texts() -> Iterator[tuple[str, str]]:
    yield from ((topic.title, "topics") for topic in (*topics(), OTHER))
    yield from ((text, "choices") for words in choices().values() for text in words.values())
    tables = (questions.SIDE_TITLES, questions.YES_NO, questions.WHICH_SIDE, questions.UNITS)
    yield from ((text, "answers") for table in tables for text in table.values())
    yield from ((text, "words") for text in WORDS)
    numbers = (*EMERGENCY_NUMBERS.values(), CODE_NUMBERS)
    yield from ((text, "numbers") for text in numbers if " or " in text)


def gathered() -> Catalog:
    """Every text to translate, each once, in the order of its first place."""
    catalogue = Catalog(project="sciatic", charset="utf-8", fuzzy=False)
    found = extract_from_dir(HERE, METHODS, OPTIONS, KEYWORDS, strip_comment_tags=True)
    for name, _line, text, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        if not name.startswith("locale"):
            catalogue.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    for text, where in package_texts():
        if text and text not in catalogue:
            catalogue.add(text, locations=[(where, 0)])
    return catalogue


def update(language: str) -> Catalog:
    """The catalogue of a language brought up to date, translations kept, and written."""
    path = LOCALE / language / "LC_MESSAGES" / "messages.po"
    template = gathered()
    if path.is_file():
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=language)
    else:
        catalogue = Catalog(locale=language, project="sciatic", charset="utf-8", fuzzy=False)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, catalogue, width=100, omit_header=False, include_lineno=False)
    return catalogue


def missing(language: str) -> tuple[str, ...]:
    """The texts that a language has no translation of, or one that is uncertain."""
    path = LOCALE / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as stream:
        there = read_po(stream, locale=language)
    return tuple(
        f"{message.id}"
        for message in gathered()
        if message.id and not _is_whole(there.get(_key(message.id)))
    )


def _key(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _is_whole(message: object) -> bool:
    string = getattr(message, "string", "")
    parts = (string,) if isinstance(string, str) else tuple(string)
    return bool(parts) and all(parts) and not getattr(message, "fuzzy", True)


def main(languages: list[str]) -> None:
    """Bring the catalogues of these languages up to date; of all, where none is named."""
    there = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())
    for language in languages or there:
        catalogue = update(language)
        left = 0 if language == SOURCE else len(missing(language))
        print(f"{language}: {len(catalogue)} texts, {left} to translate")


if __name__ == "__main__":
    main(sys.argv[1:])
