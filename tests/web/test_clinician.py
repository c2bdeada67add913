"""The clinician's page in a real browser: by keyboard, without script, on a phone and a desktop."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from test_accessible import violations
from walking import DESKTOP, NARROW, PHONE, begin, press

from sciatic.findings import load_case

EXAMPLES = Path(__file__).parents[2] / "examples"
MOST_BYTES = 200_000
TABLET = {"width": 768, "height": 1000}


def sheet_of(open_page, **wishes):
    page = open_page(**wishes)
    page.goto("/clinician")
    if wishes.get("java_script_enabled", True):
        page.locator("#sheet[data-live]").wait_for()
    return page


def cell(page, name):
    return page.locator(f'[name="e.{name}"]')


def settled(page):
    """Wait until all that is to be said of the last change is there."""
    followed(page, "done")


def followed(page, part="causes"):
    """Wait until this part of the panel is that of the last change."""
    page.locator(f"#sheet[data-{part}]").wait_for()


def case_of(page):
    """The case that the sheet holds now, as its file has it."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the case").click()
    return load_case(json.loads(Path(download.value.path()).read_text("utf-8")))


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_results_follow_what_is_typed(open_page, viewport):
    page = sheet_of(open_page, viewport=viewport)
    settled(page)
    before = page.locator("#p-where").inner_text()
    cell(page, "leg_pain.right").select_option("yes")
    cell(page, "strength.right.great_toe_extension").fill("2")
    cell(page, "strength.right.dorsiflexion").fill("4")
    followed(page)
    assert page.locator("#p-where").inner_text() != before
    assert page.locator("#p-where tbody th").first.inner_text() == "L5 right"
    settled(page)
    assert "–" in page.locator("#p-causes td.span").first.inner_text()
    assert page.locator(".clinic-next ul").count()
    assert "Examine" in page.locator("#p-next").inner_text()
    assert page.locator("#p-causes h4", has_text="For").first.is_visible()


def test_an_urgent_sign_changes_the_card_and_is_said_once(open_page):
    page = sheet_of(open_page, viewport=DESKTOP)
    assert page.locator("#p-card .card-blocked").count() == 1
    assert page.locator("#clinic-said").inner_text() == ""
    cell(page, "anal_tone").select_option("absent")
    cell(page, "bladder_retention").select_option("yes")
    page.locator("#p-card .card-emergency_now").wait_for()
    assert "Go to hospital now" in page.locator("#clinic-said").inner_text()
    assert page.locator("#clinic-said").get_attribute("role") == "status"
    assert page.locator(".card").count() == 1
    page.evaluate("document.querySelector('#clinic-said').textContent = 'unchanged'")
    cell(page, "strength.left.knee_extension").fill("4")
    followed(page)
    assert page.locator("#clinic-said").inner_text() == "unchanged"


def test_nothing_unanswered_counts_as_no(open_page):
    page = sheet_of(open_page, viewport=DESKTOP)
    cell(page, "age_years").fill("40")
    followed(page)
    assert case_of(page).observations()[0].path == "age_years"
    assert len(case_of(page).observations()) == 1
    assert "First, check" in page.locator("#p-card").inner_text()


def test_by_keyboard_alone(open_page):
    page = sheet_of(open_page, viewport=DESKTOP)
    page.get_by_role("textbox", name="Age").focus()
    for key in ("4", "6", "Tab", "m", "Enter", "2", "w"):
        page.keyboard.press(key)
    cell(page, "strength.right.hip_flexion").focus()
    for key in ("5", "ArrowRight", "4", "ArrowDown", "3", "ArrowLeft", "2", "ArrowUp"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.name") == "e.strength.right.hip_flexion"
    page.keyboard.press("1")
    page.keyboard.press("Shift+N")
    grade = "strength.{side}.{muscle}".format
    cell(page, "reflex.right.achilles_reflex").focus()
    page.keyboard.press("a")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("r")
    page.keyboard.press("Backspace")
    page.keyboard.press("n")
    case = case_of(page)
    assert (case.get("age_years"), case.get("sex"), case.get("duration_days")) == (46, "male", 14)
    assert case.get(grade(side="right", muscle="iliopsoas")) == 1
    assert case.get(grade(side="left", muscle="iliopsoas")) == 4
    assert case.get(grade(side="left", muscle="gluteus_maximus")) == 3
    assert case.get(grade(side="right", muscle="gluteus_maximus")) == 2
    assert case.get(grade(side="right", muscle="tibialis_anterior")) == 5
    assert case.get("reflex.right.achilles_reflex") == "absent"
    assert case.get("reflex.left.achilles_reflex") == "normal"


def test_one_key_fills_a_table_as_normal_and_takes_it_back(open_page):
    page = sheet_of(open_page, viewport=DESKTOP)
    cell(page, "straight_leg_raise.right").select_option("positive")
    cell(page, "straight_leg_raise.right").focus()
    page.keyboard.press("Shift+N")
    assert cell(page, "straight_leg_raise.right").input_value() == "positive"
    assert cell(page, "slump.left").input_value() == "negative"
    assert cell(page, "straight_leg_raise_degrees.left").input_value() == ""
    page.keyboard.press("Shift+N")
    assert cell(page, "slump.left").input_value() == ""
    assert cell(page, "straight_leg_raise.right").input_value() == "positive"
    page.get_by_role("button", name="All no: Red flags").click()
    assert cell(page, "saddle_numbness").input_value() == "no"
    page.get_by_role("button", name="Take back: Red flags").click()
    assert cell(page, "saddle_numbness").input_value() == ""


def test_an_update_keeps_the_focus_the_caret_and_what_is_unfolded(open_page):
    page = sheet_of(open_page, viewport=DESKTOP)
    cell(page, "leg_pain.right").select_option("yes")
    settled(page)
    page.locator(".clinic-reasons summary").nth(1).click()
    age = cell(page, "age_years")
    age.focus()
    page.keyboard.type("7")
    followed(page)
    assert page.evaluate("document.activeElement.name") == "e.age_years"
    page.keyboard.type("1")
    settled(page)
    assert age.input_value() == "71"
    assert page.locator(".clinic-reasons").nth(1).get_attribute("open") is not None
    link = page.locator(".clinic-flags a").first
    link.focus()
    focused = link.get_attribute("id")
    page.evaluate(
        """() => { const f = document.querySelector('[name="e.sex"]'); f.value = "female";
             f.dispatchEvent(new Event("input", { bubbles: true })); }"""
    )
    followed(page)
    assert page.evaluate("document.activeElement.id") == focused


def test_a_form_that_is_older_than_the_last_is_given_up(open_page):
    page = sheet_of(open_page, viewport=DESKTOP)
    settled(page)
    given_up = []
    page.on("requestfailed", lambda request: given_up.append(request.url))
    page.evaluate(
        """() => { const f = document.querySelector('[name="e.strength.left.dorsiflexion"]');
             for (const grade of ["1", "2", "3"]) {
               f.value = grade; f.dispatchEvent(new Event("input", { bubbles: true }));
             } }"""
    )
    settled(page)
    assert len(given_up) >= 1
    assert ": 3" in page.locator(".clinic-rules").inner_text()
    assert page.locator("#clinic-wait").is_hidden()


def test_a_grade_that_is_none_is_said_at_its_field_and_stays(open_page):
    page = sheet_of(open_page, viewport=DESKTOP)
    field = cell(page, "strength.right.dorsiflexion")
    field.focus()
    page.keyboard.press("7")
    said = page.locator('[id="slip.e.strength.right.dorsiflexion"]')
    said.wait_for()
    assert "Type 0 to 5" in said.inner_text()
    assert field.get_attribute("aria-describedby") == "slip.e.strength.right.dorsiflexion"
    assert field.input_value() == "7"
    page.get_by_role("button", name="Download the case").click()
    page.locator("#sheet[data-live]").wait_for()
    assert cell(page, "strength.right.dorsiflexion").input_value() == "7"
    cell(page, "strength.right.dorsiflexion").fill("3")
    said.wait_for(state="detached")
    assert field.get_attribute("aria-invalid") is None


def test_a_number_is_left_in_peace_while_it_is_typed(open_page):
    page = sheet_of(open_page, viewport=DESKTOP)
    page.locator("#g-more_signs summary").click()
    cell(page, "temperature_c").focus()
    page.keyboard.type("3")
    followed(page)
    assert page.locator(".slip").count() == 0
    page.keyboard.press("Tab")
    page.locator('[id="slip.e.temperature_c"]').wait_for()
    cell(page, "temperature_c").fill("38.5")
    page.locator('[id="slip.e.temperature_c"]').wait_for(state="detached")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_without_script_a_button_does_it_all(open_page, viewport):
    page = sheet_of(open_page, viewport=viewport, java_script_enabled=False)
    cell(page, "strength.right.great_toe_extension").fill("2")
    cell(page, "strength.right.dorsiflexion").fill("9")
    cell(page, "leg_pain.right").select_option("yes")
    page.get_by_role("button", name="Update").click()
    assert "Type 0 to 5" in page.locator(".slip").inner_text()
    assert cell(page, "strength.right.dorsiflexion").input_value() == "9"
    assert cell(page, "strength.right.great_toe_extension").input_value() == "2"
    assert "L5 right" in page.locator("#p-where").inner_text()
    cell(page, "strength.right.dorsiflexion").fill("4")
    page.get_by_role("button", name="All no: Red flags").click()
    assert cell(page, "saddle_numbness").input_value() == "no"
    page.locator(".clinic-next", has_text=re.compile("→|stays first")).wait_for()
    page.get_by_role("button", name="Pinprick").click()
    page.locator('[name="mark.right.toe1_dorsal"][value="burning"]').check()
    page.get_by_role("button", name="Light touch").click()
    assert "Pinprick, right, absent" in page.locator("#g-touch").inner_text()
    assert cell(page, "strength.right.great_toe_extension").input_value() == "2"


def test_the_touch_map_is_painted_and_judged(open_page):
    page = sheet_of(open_page, viewport=DESKTOP)
    page.get_by_role("button", name="Pinprick").click()
    page.locator("#touch-chart .bc[data-ready]").wait_for()
    page.get_by_role("button", name="Absent").click()
    page.locator('#touch-chart [data-show="foot_top"]').first.click()
    foot = '.bc-figure[data-view="foot_top"] [data-place="right.toe1_dorsal"]'
    page.locator(foot).first.click()
    followed(page)
    assert "absent" in page.locator(".bc-words").inner_text()
    page.get_by_role("button", name="Light touch").click()
    page.get_by_text("Pinprick, right, absent").wait_for()
    case = case_of(page)
    assert case.get("pinprick.right.toe1_dorsal") == "absent"
    assert not case.marks


@pytest.mark.parametrize("name", ["s1_disc.json", "cauda_equina.json"])
def test_a_case_is_loaded_and_given_out_whole(open_page, name):
    page = sheet_of(open_page, viewport=DESKTOP)
    page.set_input_files("#file", EXAMPLES / name)
    page.get_by_role("button", name="Load it").click()
    page.locator("#sheet[data-live]").wait_for()
    settled(page)
    assert case_of(page) == load_case(EXAMPLES / name)


def test_a_file_that_is_no_case_is_said_at_its_field_and_nothing_is_lost(open_page, tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"schema": "sciatic.case/1", "id": "x", "exam": {"strenght": {}}}', "utf-8")
    page = sheet_of(open_page, viewport=DESKTOP)
    cell(page, "age_years").fill("52")
    page.set_input_files("#file", wrong)
    page.get_by_role("button", name="Load it").click()
    page.locator('[id="slip.file"]').wait_for()
    assert "strenght" in page.locator('[id="slip.file"]').inner_text()
    assert cell(page, "age_years").input_value() == "52"


def test_of_a_file_of_several_visits_the_newest_is_loaded(open_page, tmp_path):
    days = ("2026-11-03", "2026-11-10")
    cases = [{"schema": "sciatic.case/1", "person": {"age_years": age}} for age in (60, 61)]
    visits = [{"date": day, "case": case} for day, case in zip(days, cases, strict=True)]
    path = tmp_path / "visits.json"
    path.write_text(json.dumps({"schema": "sciatic.course/1", "visits": visits}), "utf-8")
    page = sheet_of(open_page, viewport=DESKTOP)
    page.set_input_files("#file", path)
    page.get_by_role("button", name="Load it").click()
    page.wait_for_function("document.querySelector('[name=\"e.age_years\"]').value === '61'")


def test_after_a_restart_the_page_follows_on_and_its_buttons_work(open_page):
    page = sheet_of(open_page, viewport=DESKTOP)
    settled(page)
    page.evaluate("for (const one of document.getElementsByName('form_token')) one.value = '0'")
    cell(page, "strength.right.great_toe_extension").fill("2")
    followed(page, "done")
    assert page.locator("#p-where tbody th").first.inner_text() == "L5 right"
    case_of(page)


def test_after_a_restart_a_button_without_script_loses_nothing(open_page):
    page = sheet_of(open_page, viewport=DESKTOP, java_script_enabled=False)
    stale = [{"name": "sciatic_form", "value": "of-another-start", "url": page.url}]
    page.context.add_cookies(stale)
    cell(page, "age_years").fill("52")
    page.get_by_role("button", name="Update").click()
    assert "Nothing is lost" in page.locator("h1").inner_text()
    page.get_by_role("button", name="Continue").click()
    assert cell(page, "age_years").input_value() == "52"


def test_a_person_hands_over_and_every_answer_survives(open_page):
    page = open_page(viewport=DESKTOP)
    page.get_by_label("Your file").set_input_files(EXAMPLES / "s1_disc.json")
    page.get_by_role("button", name="Open my case file").click()
    page.get_by_role("button", name="Hand over to a clinician").click()
    page.locator("#sheet[data-live]").wait_for()
    before = load_case(EXAMPLES / "s1_disc.json")
    assert before.marks
    assert "painted by the person" in page.locator(".clinic-kept").text_content()
    cell(page, "reflex.right.achilles_reflex").select_option("absent")
    followed(page)
    assert case_of(page) == before.with_answer("reflex.right.achilles_reflex", "absent")
    page.get_by_role("button", name="The person's page").click()
    page.get_by_role("heading", name="What is probably going on").wait_for()
    assert "Your answers" in page.locator("#page").inner_text()


def test_a_link_to_an_open_flag_unfolds_it_and_goes_there(open_page):
    page = sheet_of(open_page, viewport=DESKTOP)
    page.get_by_role("button", name="All no: Red flags").click()
    link = page.locator('.clinic-flags a[href="#e.sexual_dysfunction_new"]')
    link.wait_for()
    link.click()
    assert page.evaluate("document.activeElement.name") == "e.sexual_dysfunction_new"
    assert cell(page, "sexual_dysfunction_new").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing(open_page, axe, viewport, scheme):
    page = sheet_of(open_page, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    settled(page)
    found = {"empty": violations(page, axe)}
    cell(page, "strength.right.dorsiflexion").fill("7")
    cell(page, "bladder_retention").select_option("yes")
    cell(page, "leg_pain.left").select_option("yes")
    page.get_by_role("button", name="Pinprick").click()
    page.locator("#touch-chart .bc[data-ready]").wait_for()
    page.locator("#p-card .card-emergency_now").wait_for()
    settled(page)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found["filled"] = violations(page, axe)
    assert not {name: one for name, one in found.items() if one}


@pytest.mark.parametrize("viewport", [NARROW, PHONE, TABLET, DESKTOP], ids=str)
def test_nothing_is_wider_than_the_screen(open_page, viewport):
    page = sheet_of(open_page, viewport=viewport)
    cell(page, "leg_pain.left").select_option("yes")
    cell(page, "fever").evaluate("one => (one.value = 'yes')")
    settled(page)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_twice_the_text_loses_nothing(open_page):
    page = sheet_of(open_page, viewport={"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert cell(page, "strength.right.dorsiflexion").is_visible()


def test_pages_and_chart_stay_small_and_nothing_is_in_the_address(open_page):
    page = open_page(viewport=DESKTOP)
    sizes, addresses = {}, []

    def heard(answer):
        addresses.append(answer.url)
        if re.search(r"/clinician(/open|/chart)?$", answer.url):
            sizes[answer.url] = int(answer.headers.get("content-length", 0))

    page.on("response", heard)
    page.goto("/clinician")
    page.set_input_files("#file", EXAMPLES / "cauda_equina.json")
    page.get_by_role("button", name="Load it").click()
    page.locator("#sheet[data-live]").wait_for()
    page.get_by_role("button", name="Pinprick").click()
    page.locator("#touch-chart .bc[data-ready]").wait_for()
    page.wait_for_timeout(100)
    assert {url.rpartition("/")[2] for url in sizes} == {"clinician", "open", "chart"}
    assert 0 < min(sizes.values()) <= max(sizes.values()) < MOST_BYTES
    assert not [url for url in addresses if "?" in url]


def test_a_page_to_print_leaves_out_what_was_not_examined(open_page):
    page = sheet_of(open_page, viewport=DESKTOP)
    cell(page, "strength.right.dorsiflexion").fill("3")
    settled(page)
    page.emulate_media(media="print")
    assert cell(page, "strength.right.dorsiflexion").is_visible()
    assert not cell(page, "strength.right.hip_flexion").is_visible()
    assert not cell(page, "reflex.right.achilles_reflex").is_visible()
    assert not page.get_by_role("button", name="Print").is_visible()
    assert page.locator(".clinic-results").is_visible()


def test_a_form_from_elsewhere_is_refused(open_page):
    page = open_page()
    for address in ("/clinician", "/clinician/update", "/clinician/chart", "/clinician/case"):
        answer = page.request.post(address, form={"e.age_years": "40"})
        assert answer.status == 403, address


def test_from_the_first_page_of_a_person_to_the_sheet(open_page):
    page = open_page(viewport=DESKTOP)
    begin(page)
    press(page, "See my result now")
    page.get_by_role("button", name="Hand over to a clinician").click()
    page.locator("#sheet[data-live]").wait_for()
    assert cell(page, "age_years").input_value() == "46"
    assert re.search(r"First, check", page.locator("#p-card").inner_text())
