"""Walking through the pages as a person does: by what is written on the buttons."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Page

PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
MOST_SCREENS = 60
STORY = {
    "a.leg_pain": "left",
    "a.pain_below_knee": "left",
    "a.shooting_pain": "left",
    "a.back_pain": "yes",
    "a.worse_sitting": "yes",
    "a.worse_cough_sneeze": "yes",
    "a.onset": "days",
    "a.course": "stable",
    "a.duration_days": "9",
    "a.limb_numbness.left": "foot",
}
"""A person with a disc that presses on a nerve, and no danger sign."""
NOS = ("no", "none", "neither", "unaided")


def begin(page: Page, age: str = "46", sex: str = "female") -> None:
    """From the first page to the first danger signs."""
    press(page, "None of these: start the questions")
    page.get_by_role("textbox", name="How old are you?").fill(age)
    page.locator(f'input[name="a.sex"][value="{sex}"]').check(force=True)
    press(page, "Next")


def press(page: Page, name: str) -> None:
    """Press a button by its words and wait for the page that comes."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()
    page.locator("#page").wait_for()


def screen(page: Page) -> str:
    """The findings that this screen asks for; empty where it asks for none."""
    field = page.locator('input[name="screen"]')
    return field.first.get_attribute("value") or "" if field.count() else ""


def answer(page: Page, told: Mapping[str, str]) -> None:
    """Answer a screen: what ``told`` says by name of the field, else no."""
    fields = page.locator("fieldset.question input[type=radio]").evaluate_all(
        "all => all.map(one => [one.name, one.value])"
    )
    by_name: dict[str, list[str]] = {}
    for name, value in fields:
        by_name.setdefault(name, []).append(value)
    for name, values in by_name.items():
        if not name.startswith("a."):
            continue
        want = told.get(name) or next((value for value in NOS if value in values), "not_sure")
        page.locator(f'input[name="{name}"][value="{want}"]').check(force=True)
    for name in page.locator("input.number").evaluate_all("all => all.map(one => one.name)"):
        if name in told:
            page.fill(f'input[name="{name}"]', told[name])
        elif name.startswith("a."):
            zero = page.locator(f'input[name="zero.{name}"]')
            box = zero if zero.count() else page.locator(f'input[name="unknown.{name}"]')
            box.check(force=True)


def to_the_result(page: Page, told: Mapping[str, str]) -> list[str]:
    """Answer screen by screen until the result; the screens that were put."""
    put: list[str] = []
    for _ in range(MOST_SCREENS):
        now = screen(page)
        if not now:
            return put
        put.append(now)
        if now != "chart":
            answer(page, told)
        press(page, "Next")
    raise AssertionError(f"no result after {MOST_SCREENS} screens: {put}")
