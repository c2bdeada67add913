"""The body chart in a real browser: painted by mouse, finger and keyboard, and with no script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from body_chart_page import served
from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1200, "height": 900}


@pytest.fixture(scope="module")
def chart_address() -> Iterator[str]:
    with served() as running:
        yield running


@pytest.fixture
def open_chart(chromium: Browser, chart_address: str) -> Iterator[Any]:
    contexts = []

    def opened(path: str = "/edit", size: dict[str, int] = DESK, **how: Any) -> Page:
        context = chromium.new_context(viewport=size, **how)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        slips: list[str] = []
        page.on("pageerror", lambda error: slips.append(str(error)))
        page.on("console", lambda said: slips.append(said.text) if said.type == "error" else None)
        page.slips = slips  # type: ignore[attr-defined]
        page.goto(chart_address + path)
        return page

    yield opened
    for context in contexts:
        for page in context.pages:
            assert not page.slips  # type: ignore[attr-defined]
        context.close()


def hit(view: str, place: str) -> str:
    return f'.bc-figure[data-view="{view}"] .bc-hit[data-place="{place}"]'


def point(page: Page, view: str, place: str) -> tuple[float, float]:
    """A point of the window well inside a region, where no other lies on top."""
    locator = page.locator(hit(view, place))
    locator.scroll_into_view_if_needed()
    found = locator.evaluate(
        """hit => {
          const box = hit.getBoundingClientRect();
          const inside = (x, y) => document.elementFromPoint(x, y) === hit;
          let best = null, most = -1;
          for (let i = 1; i < 12; i += 1) for (let j = 1; j < 12; j += 1) {
            const [x, y] = [box.left + box.width * i / 12, box.top + box.height * j / 12];
            let free = 0;
            while (free < 40 && [[1,0],[-1,0],[0,1],[0,-1]].every(
              ([a, b]) => inside(x + a * free, y + b * free))) free += 1;
            if (inside(x, y) && free > most) [best, most] = [[x, y], free];
          }
          return best;
        }"""
    )
    assert found, f"{place} is covered in {view}"
    return found[0], found[1]


def click(page: Page, view: str, place: str) -> None:
    page.mouse.click(*point(page, view, place))


def tap(page: Page, view: str, place: str) -> None:
    page.touchscreen.tap(*point(page, view, place))


def marks(page: Page) -> set[str]:
    chart = json.loads(page.locator('input[name="chart"]').input_value())
    return {f"{m['side']}.{m['region']}.{m['sensation']}" for m in chart["marks"]}


def drawn(page: Page, side: str, region: str, layer: str) -> set[str]:
    """The views in which a region is painted."""
    found = page.evaluate(
        """([side, region, layer]) => [...document.querySelectorAll(
          `.bc-half[data-side="${side}"] .bc-mark.bc-${layer}[data-region="${region}"]`)]
          .map(mark => mark.closest('.bc-figure').dataset.view)""",
        [side, region, layer],
    )
    return set(found)


def test_a_click_paints_in_every_view_and_a_second_takes_it_away(open_chart: Any) -> None:
    page = open_chart()
    click(page, "front", "left.leg_lateral_lower")
    assert marks(page) == {"left.leg_lateral_lower.numb"}
    there = {"front", "back", "outer", "foot_top", "foot_outer"}
    assert drawn(page, "left", "leg_lateral_lower", "numb") == there
    assert drawn(page, "right", "leg_lateral_lower", "numb") == set()
    assert page.locator('input[name="mark.left.leg_lateral_lower"][value="numb"]').is_checked()
    assert "outer shin" in page.locator(".bc-words").inner_text()
    click(page, "front", "left.leg_lateral_lower")
    assert marks(page) == set()


def test_left_is_the_persons_own_in_every_view(open_chart: Any) -> None:
    page = open_chart()
    page.click(".bc-open-saddle")
    for figure in page.locator(".bc-figure").all():
        labels = figure.locator(".bc-sides span")
        first = labels.nth(0).get_attribute("data-side")
        middles = {
            side: figure.locator(f'.bc-half[data-side="{side}"] .bc-skin').evaluate(
                "skin => { const b = skin.getBoundingClientRect(); return b.left + b.width / 2 }"
            )
            for side in ("left", "right")
        }
        assert min(middles, key=lambda side: middles[side]) == first


def test_layers_lie_over_each_other_and_the_eraser_takes_all(open_chart: Any) -> None:
    page = open_chart()
    for layer in ("numb", "tingling", "burning", "pain"):
        page.click(f'.bc-layer[data-layer="{layer}"]')
        click(page, "foot_sole", "right.heel_plantar")
    layers = {"numb", "tingling", "burning", "pain"}
    assert marks(page) == {f"right.heel_plantar.{layer}" for layer in layers}
    page.click('.bc-layer[data-layer="eraser"]')
    click(page, "foot_sole", "right.heel_plantar")
    assert marks(page) == set()
    page.click(".bc-undo")
    assert len(marks(page)) == 4


def test_a_stroke_paints_what_it_crosses_and_is_undone_as_one(open_chart: Any) -> None:
    page = open_chart()
    start = point(page, "front", "left.thigh_anterior_upper")
    end = point(page, "front", "left.leg_lateral_upper")
    page.mouse.move(*start)
    page.mouse.down()
    for step in range(1, 31):
        part = step / 30
        page.mouse.move(
            start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
        )
    assert page.locator(".bc-trail").count() == 1
    page.mouse.up()
    assert page.locator(".bc-trail").count() == 0
    painted = marks(page)
    for region in ("thigh_anterior_upper", "thigh_anterior_lower", "knee_anterior"):
        assert f"left.{region}.numb" in painted
    assert "left.leg_lateral_upper.numb" in painted
    assert all(mark.startswith("left.") for mark in painted)
    page.keyboard.press("Control+z")
    assert marks(page) == set()
    assert page.locator(".bc-undo").is_disabled()


def test_brushing_past_a_corner_paints_nothing(open_chart: Any) -> None:
    page = open_chart()
    x, y = point(page, "foot_sole", "left.heel_plantar")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y, steps=4)
    page.mouse.up()
    assert marks(page) == {"left.heel_plantar.numb"}


def test_a_finger_taps_a_foot_to_enlarge_it_and_then_paints_a_toe(open_chart: Any) -> None:
    page = open_chart(size=PHONE, has_touch=True, is_mobile=True)
    tap(page, "front", "right.toe5_dorsal")
    assert marks(page) == set()
    assert page.locator(".bc").get_attribute("data-view") == "foot_top"
    figure = page.locator('.bc-figure[data-view="foot_top"]')
    assert figure.get_attribute("data-zoomed") == "right"
    assert figure.locator('.bc-sides [data-side="left"]').is_hidden()
    assert "Enlarged" in page.locator(".bc-status").inner_text()
    for number in range(1, 6):
        tap(page, "foot_top", f"right.toe{number}_dorsal")
    tap(page, "foot_top", "right.web1")
    regions = {f"toe{number}_dorsal" for number in range(1, 6)} | {"web1"}
    assert marks(page) == {f"right.{region}.numb" for region in regions}


def test_both_feet_are_too_small_for_a_thumb_and_enlarge_first(open_chart: Any) -> None:
    page = open_chart(size=PHONE, has_touch=True, is_mobile=True)
    page.click('.bc-chips [data-show="foot_sole"]')
    tap(page, "foot_sole", "left.toe4_plantar")
    assert marks(page) == set()
    tap(page, "foot_sole", "left.toe4_plantar")
    assert marks(page) == {"left.toe4_plantar.numb"}
    page.click('.bc-figure.is-current [data-zoom="both"]')
    assert page.locator('.bc-figure.is-current .bc-sides [data-side="right"]').is_visible()


def test_every_region_is_painted_by_a_thumb_on_a_narrow_phone(open_chart: Any) -> None:
    page = open_chart(size=PHONE, has_touch=True, is_mobile=True)
    left = set(
        page.evaluate("[...document.querySelectorAll('tr[data-place]')].map(r => r.dataset.place)")
    )
    assert len(left) == 122
    shows = page.locator("[data-show]").evaluate_all("all => all.map(b => b.dataset.show)")
    for view in shows:
        page.click(f'[data-show="{view}"]')
        for side in ("left", "right"):
            page.click(f'.bc-figure.is-current [data-zoom="{side}"]')
            hits = page.locator(f'.is-current .bc-half[data-side="{side}"] .bc-hit:not(.bc-small)')
            for place in hits.evaluate_all("all => all.map(h => h.dataset.place)"):
                if place in left:
                    tap(page, view, place)
                    left.discard(place)
    assert not left
    assert len(marks(page)) == 122


def test_a_finger_beside_the_body_scrolls_and_one_on_it_paints(open_chart: Any) -> None:
    page = open_chart(size=PHONE, has_touch=True, is_mobile=True)
    action = "hit => getComputedStyle(hit).touchAction"
    assert page.locator(hit("front", "left.knee_anterior")).evaluate(action) == "none"
    assert page.locator(".is-current .bc-svg").evaluate(action) != "none"


def test_the_keyboard_alone_paints_and_goes_about(open_chart: Any) -> None:
    page = open_chart()
    page.locator(hit("front", "left.knee_anterior")).focus()
    page.keyboard.press("4")
    page.keyboard.press("Space")
    assert marks(page) == {"left.knee_anterior.pain"}
    said = page.locator(".bc-status").inner_text()
    assert said == "Left: front of the knee: pain"
    focused = "document.activeElement.dataset.place"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == "left.thigh_anterior_lower"
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(focused) == "left.thigh_medial_lower"
    page.keyboard.press("0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    assert marks(page) == {"left.knee_anterior.pain"}
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert marks(page) == set()


def test_arrows_reach_every_region_of_every_view(open_chart: Any) -> None:
    page = open_chart()
    missed = page.evaluate(
        """async () => {
          const { next } = await import('/static/modules/body_chart_keys.js');
          document.querySelector('.bc-open-saddle').click();
          const ways = [[-1, 0], [1, 0], [0, -1], [0, 1]], missed = [];
          for (const svg of document.querySelectorAll('.bc-svg')) {
            const hits = [...svg.querySelectorAll('.bc-hit')], seen = new Set([hits[0]]);
            for (const hit of seen) for (const way of ways) {
              const to = next(hit, way);
              if (to) seen.add(to);
            }
            missed.push(...hits.filter(hit => !seen.has(hit)).map(hit => hit.dataset.place));
          }
          return missed;
        }"""
    )
    assert missed == []


def test_a_screen_reader_hears_the_place_and_what_is_felt(open_chart: Any) -> None:
    page = open_chart("/edit?mark=left.toe1_dorsal.tingling")
    toe = page.locator(hit("foot_top", "left.toe1_dorsal"))
    assert toe.get_attribute("role") == "checkbox"
    assert toe.get_attribute("aria-label") == "Left: top of the big toe: pins and needles"
    assert toe.get_attribute("aria-checked") == "false"
    page.click('.bc-layer[data-layer="tingling"]')
    assert toe.get_attribute("aria-checked") == "true"


def test_the_list_and_the_drawing_agree(open_chart: Any) -> None:
    page = open_chart()
    page.click(".bc-list > summary")
    box = page.get_by_role("checkbox", name="Right sole of the foot, middle burning")
    box.check()
    assert marks(page) == {"right.sole_central.burning"}
    assert drawn(page, "right", "sole_central", "burning") == {"foot_sole"}
    page.click(".bc-undo")
    assert not box.is_checked()


def test_this_all_feels_normal(open_chart: Any) -> None:
    page = open_chart()
    label = page.locator(".bc-complete")
    assert label.inner_text().strip() == "This all feels normal"
    label.click()
    assert json.loads(page.locator('input[name="chart"]').input_value())["complete"] is True
    click(page, "front", "left.knee_anterior")
    assert label.inner_text().strip() == "The rest feels normal"


def test_what_cannot_be_drawn_is_kept_and_can_be_dropped(open_chart: Any) -> None:
    page = open_chart("/edit?mark=unsure.knee_anterior.numb&mark=right.web1.rash")
    assert marks(page) == {"unsure.knee_anterior.numb", "right.web1.rash"}
    click(page, "front", "left.knee_anterior")
    page.get_by_label("Right: skin between the big toe and the second toe, rash").uncheck()
    assert marks(page) == {"unsure.knee_anterior.numb", "left.knee_anterior.numb"}


def test_what_is_painted_is_posted(open_chart: Any) -> None:
    page = open_chart()
    click(page, "back", "right.calf_posterior_upper")
    page.click("text=Go on")
    sent = json.loads(page.locator("body").inner_text())
    mark = {"side": "right", "region": "calf_posterior_upper", "sensation": "numb"}
    assert sent == {"complete": False, "marks": [mark]}


def test_without_javascript_the_list_does_it(open_chart: Any) -> None:
    page = open_chart("/edit?mark=left.web1.pain", size=PHONE, java_script_enabled=False)
    assert page.locator(".bc-canvas").is_hidden()
    page.get_by_role("checkbox", name="Left top of the big toe numb").check()
    page.get_by_label("The rest feels normal").check()
    page.click("text=Go on")
    sent = json.loads(page.locator("body").inner_text())
    told = {(m["side"], m["region"], m["sensation"]) for m in sent["marks"]}
    assert told == {("left", "toe1_dorsal", "numb"), ("left", "web1", "pain")}
    assert sent["complete"] is True


def test_a_chart_that_arrives_later_is_started_too(open_chart: Any) -> None:
    page = open_chart()
    page.evaluate(
        """() => { const old = document.querySelector('.bc'), copy = old.cloneNode(true);
          delete copy.dataset.ready;
          copy.querySelectorAll('.bc-hits').forEach(hits => hits.replaceChildren());
          old.replaceWith(copy);
          return import('/static/modules/body_chart.js').then(chart => chart.enhance()); }"""
    )
    click(page, "front", "left.knee_anterior")
    assert marks(page) == {"left.knee_anterior.numb"}


@pytest.mark.parametrize("size", [PHONE, DESK, {"width": 320, "height": 640}])
def test_nothing_is_wider_than_the_page(open_chart: Any, size: dict[str, int]) -> None:
    page = open_chart("/edit?mark=unsure.knee_anterior.numb", size=size)
    page.click(".bc-list > summary")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["edit", "list", "read"])
def test_axe_finds_nothing(open_chart: Any, size: dict[str, int], scheme: str, kind: str) -> None:
    given = [("mark", "left.toe1_dorsal.numb"), ("mark", "unsure.knee_anterior.pain")]
    predicted = json.dumps({"left.toe1_dorsal": 0.9, "left.web1": 0.4})
    path = (
        f"/{'read' if kind == 'read' else 'edit'}?{urlencode([*given, ('predicted', predicted)])}"
    )
    page = open_chart(path, size=size, color_scheme=scheme, bypass_csp=True)
    if kind == "list":
        page.click(".bc-list > summary")
    page.add_script_tag(content=AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes[0].html]))")
    assert found == []


LIST_SEEN = "document.querySelector('.bc-list').getBoundingClientRect().height > 1"


def test_the_list_does_not_flash_up_before_the_module_has_come(
    chromium: Browser, chart_address: str
) -> None:
    """Where the module never comes, the list stands there after all."""
    context = chromium.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.route("**/body_chart.js", lambda route: route.abort())
    page.goto(f"{chart_address}/edit")
    figure = page.locator('.bc-figure[data-view="front"]')
    assert figure.is_visible()
    assert page.locator(".bc-figure:visible").count() == 1
    assert not page.evaluate(LIST_SEEN)
    page.wait_for_timeout(3500)
    assert page.evaluate(LIST_SEEN)
    assert not figure.is_visible()
    context.close()
