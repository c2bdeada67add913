"""Explore without a browser: every lesson has a page, mirrors mirror, wrong words are told."""

from __future__ import annotations

import re
from itertools import product

import pytest
from plain_http import ask

from sciatic.anatomy import ROOTS, muscles, nerves, reflexes, regions, trace
from sciatic.pathology import POSTURES, conditions
from sciatic.pathology.offering import KINDS, settle
from sciatic.web.explore.comparing import telling_groups
from sciatic.web.explore.course import course_of
from sciatic.web.explore.gallery import pairs, starts
from sciatic.web.explore.lesson import (
    FIELDS,
    UnknownWordsError,
    read_lesson,
    written,
)
from sciatic.web.explore.tracing import read_wish, trace_view
from sciatic.web.explore.view import controls, left_out, lesson_view, title_of

LARGEST = 200_000
L5 = {"condition": "disc_herniation", "level": "L4/L5", "zone": "subarticular", "side": "left"}
MIRROR = {"left": "right", "right": "left", "both": "both"}
STARTS = {one.title: one for one in starts(str)}
PAIRS = {one.title: one for one in pairs(str)}


def get(address: str, path: str) -> tuple[int, str]:
    status, _, text = ask(address, "GET", path)
    return status, text


@pytest.mark.parametrize("title", STARTS)
def test_every_curated_lesson_is_whole_and_small(address: str, title: str) -> None:
    one = STARTS[title]
    lesson = one.lesson
    assert lesson.settled.left_out == ()
    assert {**lesson.query(), **one.fields} == lesson.query()
    status, text = get(address, one.address)
    assert status == 200
    assert title_of(lesson, str) in text
    assert len(text.encode()) < LARGEST
    assert " style=" not in text
    assert "None" not in re.sub(r"<script.*?</script>", "", text, flags=re.S).replace(
        "None stands", ""
    )


@pytest.mark.parametrize("title", PAIRS)
def test_every_curated_pair_is_whole_small_and_told_apart(address: str, title: str) -> None:
    one = PAIRS[title]
    status, text = get(address, one.address)
    assert status == 200
    assert len(text.encode()) < LARGEST
    groups = telling_groups(read_lesson(one.fields), read_lesson(one.fields, "b_"), str)
    assert sum(len(group.rows) for group in groups) >= 4
    assert max(abs(row.p_one - row.p_other) for group in groups for row in group.rows) > 0.3


def test_the_classic_signs_are_there() -> None:
    def shown(title: str) -> tuple[set[str], set[str], set[str]]:
        view = lesson_view(STARTS[title].lesson, str)
        rows = (view.skin, view.muscles, view.reflexes)
        skin, weak, silent = ({row.id for row in some} for some in rows)
        return skin, weak, silent

    skin, weak, silent = shown("S1 by a disc")
    assert "foot_border_lateral" in skin
    assert "gastrocnemius_medial" in weak
    assert "achilles_reflex" in silent
    skin, weak, _ = shown("L5 by a disc")
    assert "toe1_dorsal" in skin
    assert "extensor_hallucis_longus" in weak
    assert "patellar" not in shown("L5 by a disc")[2]
    assert shown("L4 by a far-lateral disc")[2] == {"patellar"}
    assert "femoral_stretch" in {
        row.id for row in lesson_view(STARTS["L4 by a disc"].lesson, str).tension
    }
    skin, weak, silent = shown("Tarsal tunnel")
    assert {regions()[name].segment for name in skin} <= {"toes", "sole", "ankle"}
    assert silent == set()
    skin, weak, silent = shown("Sciatic nerve")
    assert {"tibialis_anterior", "biceps_femoris_short"} & weak
    assert "patellar" not in silent
    skin, weak, silent = shown("Fibular nerve at the knee")
    assert "tibialis_anterior" in weak
    assert "tibialis_posterior" not in weak
    assert silent == set()
    skin, weak, silent = shown("Meralgia")
    assert skin
    assert "thigh_lateral_lower" in skin
    assert {regions()[name].segment for name in skin} <= {"thigh", "knee", "buttock"}
    assert weak == silent == set()
    assert {row.id for row in lesson_view(STARTS["Cauda equina"].lesson, str).sacral} >= {
        "saddle_numbness",
        "bladder_retention",
    }
    assert lesson_view(STARTS["L5 by a disc"].lesson, str).sacral == ()


def every_lesson() -> list[dict[str, str]]:
    """One lesson for every condition, form and level, in turn on each side and in each posture."""
    found = []
    for condition in conditions():
        offered = settle({"condition": condition}).offered
        for form, level in product(offered["subtype"] or ("",), offered["level"] or ("",)):
            side = ("left", "right", "both")[len(found) % 3]
            posture = ("", *POSTURES)[len(found) % 7]
            fields = {"condition": condition, "form": form, "level": level, "side": side}
            found.append({**fields, "posture": posture})
    return found


@pytest.mark.parametrize("fields", every_lesson(), ids=lambda one: "-".join(one.values()))
def test_a_sample_of_all_lessons_can_be_shown(fields: dict[str, str]) -> None:
    lesson = read_lesson(fields)
    view = lesson_view(lesson, str)
    assert view.title
    assert view.picture.description
    assert read_lesson(lesson.query()).chosen == lesson.chosen
    offered = {
        control.name: {one.value for one in control.choices} for control in controls(lesson, str)
    }
    for kind, words in lesson.settled.offered.items():
        if len(words) > 1:
            assert set(words) <= offered[FIELDS[kind]]
    assert [one for one in left_out(lesson, str) if not one.endswith(".")] == []


@pytest.mark.parametrize(
    "title", [name for name, one in STARTS.items() if one.fields["side"] == "left"]
)
def test_the_right_is_the_mirror_of_the_left(title: str) -> None:
    left = lesson_view(STARTS[title].lesson, str)
    right = lesson_view(read_lesson({**STARTS[title].fields, "side": "right"}), str)
    assert right.sides == tuple(MIRROR[side] for side in reversed(left.sides))
    for part in ("skin", "muscles", "reflexes", "tension"):
        one, other = getattr(left, part), getattr(right, part)
        assert [row.id for row in one] == [row.id for row in other]
        assert [p for row in one for p in row.shares] == pytest.approx(
            [p for row in other for p in row.shares[::-1]]
        )
    assert {(MIRROR[side], region): p for (side, region), p in left.chart.shares.items()} == (
        pytest.approx(right.chart.shares)
    )
    assert left.chart.names == right.chart.names
    assert left.picture.likely == right.picture.likely


def test_the_page_of_the_right_is_that_of_the_left_with_the_sides_exchanged(address: str) -> None:
    def tables(side: str) -> list[str]:
        _, text = get(address, f"/explore?{written({**L5, 'side': side, 'severity': 'severe'})}")
        rows = re.findall(r"<tr>.*?</tr>", text, flags=re.S)
        return [re.sub(r"<[^>]+>", " ", row).lower().replace(side, "this side") for row in rows]

    assert tables("left") == tables("right")
    assert len(tables("left")) > 20


def test_a_new_cause_keeps_what_fits_and_the_page_says_what_changed(address: str) -> None:
    fields = {**L5, "condition": "fibular_neuropathy", "side": "right", "severity": "severe"}
    status, text = get(address, f"/explore?{written(fields)}")
    assert status == 200
    assert "Level: L4/L5 is left out." in text
    assert "Where in the canal: lateral recess is left out." in text
    chosen = read_lesson(fields).query()
    assert chosen == {"condition": "fibular_neuropathy", "side": "right", "severity": "severe"}
    assert 'name="level"' not in text


def test_what_does_not_exist_is_not_offered(address: str) -> None:
    _, text = get(address, "/explore?condition=deep_gluteal")
    assert 'value="irritation"' in text
    assert 'value="severe"' not in text
    _, text = get(address, "/explore?condition=disc_herniation&zone=foraminal")
    sides = re.search(r'name="side".*?</select>', text, flags=re.S)
    assert sides
    assert 'value="both"' not in sides.group()


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/explore?condition=disc", "disc_herniation"),
        ("/explore?condition=disc_herniation&level=L4/L9", "L4/L5"),
        ("/explore?condition=disc_herniation&zone=central_canal", "central"),
        ("/explore?side=links", "left"),
        ("/explore?severity=bad", "moderate"),
        ("/explore?posture=walk", "walking"),
        ("/explore?condition=other&form=meralgi", "meralgia"),
        ("/explore/lesson?condition=disc", "disc_herniation"),
        ("/explore/compare?b_condition=fibular", "fibular_neuropathy"),
        ("/explore/trace?root=L9", "L5"),
        ("/explore/trace?place=toe1", "toe1_dorsal"),
        ("/explore/trace?root=L1&place=toe1_dorsal", "L5"),
        ("/explore/trace?side=middle", "left"),
    ],
)
def test_a_wrong_word_is_told_with_the_nearest_and_each_leads_on(
    address: str, path: str, near: str
) -> None:
    status, text = get(address, path)
    assert status == 400
    links = dict(re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', text))
    assert near in links.values()
    better = next(link for link, word in links.items() if word == near).replace("&amp;", "&")
    assert get(address, better)[0] == 200


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/explore/lesson", "/explore"),
        ("/explore/lesson?condition=tarsal_tunnel&level=L4/L5", None),
        ("/explore/course?condition=tarsal_tunnel", None),
    ],
)
def test_the_address_of_a_part_leads_to_the_whole_page(address: str, path: str, page) -> None:
    query = path.partition("?")[2]
    page = page or f"/explore?{query}"
    page += "&walk=yes#walk" if "course" in path else ""
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    status, headers, _ = ask(address, "GET", path, headers=browser)
    assert (status, headers["location"]) == (303, page)
    assert "<html" not in get(address, path)[1]


def test_every_wrong_word_is_told_at_once() -> None:
    with pytest.raises(UnknownWordsError) as told:
        read_lesson({"condition": "disc", "level": "L9", "side": "up"})
    assert [one.field for one in told.value.words] == ["condition", "level", "side"]


@pytest.mark.parametrize(
    "path",
    ["/explore?condition=<script>alert(1)</script>", "/explore?side=%22%3E%3Cimg%20src=x%3E",
     "/explore/trace?place=%3Cb%3E", "/explore/trace?root=&place=", "/explore?level=%00",
     "/explore?condition=" + "a" * 3000, "/explore?nothing=here&condition=",
     "/explore?level=any&side=any"],
)  # fmt: skip
def test_nothing_breaks_and_nothing_is_put_into_the_page_unescaped(address: str, path: str) -> None:
    status, text = get(address, path)
    assert status in (200, 400)
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "<b>" not in text
    assert "a" * 100 not in text


@pytest.mark.parametrize("name", [*ROOTS, *regions(), *muscles(), *reflexes(), *nerves()])
def test_everything_can_be_traced_as_the_package_traces_it(name: str) -> None:
    field = "root" if name in ROOTS else "place"
    view = trace_view(read_wish({field: name, "side": "right"}), str)
    found = trace(name)
    if found.routes:
        assert [one.label for one in view.stops] == [s.label for s in found.routes[0].stations]
        assert view.length_mm == found.routes[0].length_mm
        assert [(one.label, one.share) for one in view.roots] == [
            (way.root, way.root_share) for way in found.routes
        ]
    else:
        shares = [one.share for _, rows in view.serves for one in rows]
        assert sorted(shares) == sorted(one.share for one in found.serves)
    assert all(side == "right" for side, _ in view.chart.shares)


def test_a_root_and_a_place_are_one_way(address: str) -> None:
    status, text = get(address, "/explore/trace?root=L4&place=tibialis_anterior&side=right")
    assert status == 200
    way = trace("L4", "tibialis_anterior").routes[0]
    assert f"{way.length_mm:.0f} mm from the foramen" in text
    assert "deep fibular nerve" in text


def test_a_walk_is_told_for_stenosis_and_not_where_no_posture_matters() -> None:
    course = course_of(STARTS["Narrow canal, walking"].lesson, str)
    assert course is not None
    assert len(course.curves) == 3
    assert course.walk_minutes == 20
    assert course_of(STARTS["Fibular nerve at the knee"].lesson, str) is None


def test_the_walk_comes_without_script_when_it_is_asked_for(address: str) -> None:
    _, text = get(address, STARTS["Narrow canal, walking"].address)
    link = re.search(r'href="(/explore\?[^"]*walk=yes)#walk"', text)
    assert link
    status, text = get(address, link.group(1).replace("&amp;", "&"))
    assert status == 200
    assert text.count('class="ex-curve"') == 3


def test_an_address_says_the_whole_lesson() -> None:
    lesson = read_lesson({"condition": "disc_herniation", "level": "L5/1", "posture": "walking"})
    assert lesson.address() == (
        "/explore?condition=disc_herniation&level=L5/S1&zone=subarticular&side=left&severity=mild"
        "&posture=walking"
    )
    assert set(lesson.chosen) == {*KINDS, "posture"}
