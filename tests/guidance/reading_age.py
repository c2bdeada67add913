"""The reading age of a text: the Flesch-Kincaid grade, with syllables counted by a rule.

grade = 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid 1975); grade 6 to 7 is
read at about 12. The rule counts groups of vowels, less a silent final e, es or ed: good to within
a syllable or so in twenty words, and it needs no dictionary to be fetched.
"""

import re

SENTENCE_END = re.compile(r"[.!?:;]+(?:\s+|$)")


def sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text) if part.strip()]


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9']+", text)


def syllables(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", letters))
    silent_es = re.search(r"[^aeiouy]es$", letters) and not re.search(
        r"([sxzhcg]|[^aeiouy]l)es$", letters
    )
    silent_ed = re.search(r"[^aeiouytd]ed$", letters)
    silent_e = letters.endswith("e") and not re.search(r"[^aeiouy]le$", letters)
    return max(1, count - bool(silent_es or silent_ed or silent_e))


def grade(text: str) -> float:
    spoken = words(text)
    per_sentence = len(spoken) / len(sentences(text))
    return 0.39 * per_sentence + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59
