"""A yes to an emergency sign stops the questions; the rest can still be filled in."""

from __future__ import annotations

from walking import DESKTOP, answer, begin, press, screen


def yes(page, name):
    page.locator(f'input[name="a.{name}"][value="yes"]').check(force=True)


def test_saddle_numbness_stops_with_what_to_do(open_page):
    page = open_page()
    begin(page)
    yes(page, "saddle_numbness")
    press(page, "Next")
    assert page.locator("h1").inner_text() == "Go to hospital now, or call 999"
    assert "between your legs" in page.locator("#page").inner_text()
    assert not screen(page)
    card = page.locator(".card")
    assert card.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(147, 26, 29)"
    assert card.locator("svg").count() == 1, "colour, words and an icon"


def test_the_rest_can_be_filled_in_for_the_hospital(open_page):
    page = open_page()
    begin(page)
    yes(page, "saddle_numbness")
    press(page, "Next")
    press(page, "Fill in the rest for the hospital")
    assert screen(page) == "chart"
    assert "Go to hospital now" in page.locator(".strip").inner_text()
    press(page, "Next")
    assert page.locator(".strip").count() == 1, "it is not forgotten"


def test_a_graver_sign_stops_once_more(open_page):
    page = open_page()
    begin(page)
    answer(page, {})
    press(page, "Next")
    while "chest_pain" not in screen(page):
        answer(page, {})
        press(page, "Next")
    yes(page, "chest_pain")
    press(page, "Next")
    assert page.locator("h1").inner_text() == "Call 999 now"


def test_an_old_and_unchanged_sign_does_not_stop(open_page):
    page = open_page()
    begin(page)
    answer(page, {})
    yes(page, "saddle_numbness")
    page.fill('input[name="since.saddle_numbness"]', "10")
    page.select_option('select[name="unit.since.saddle_numbness"]', "years")
    page.locator('input[name="course.saddle_numbness"][value="stable"]').check(force=True)
    press(page, "Next")
    assert screen(page), "the questions go on"


def test_the_date_of_a_yes_is_asked_only_after_a_yes(open_page):
    page = open_page()
    begin(page)
    dates = page.locator('[id="q.saddle_numbness"] .dates')
    assert not dates.is_visible()
    yes(page, "saddle_numbness")
    assert dates.is_visible()
    page.locator('input[name="a.saddle_numbness"][value="no"]').check(force=True)
    assert not dates.is_visible()


def test_a_wrong_answer_can_be_put_right_from_the_stop(open_page):
    page = open_page(viewport=DESKTOP)
    begin(page)
    yes(page, "saddle_numbness")
    press(page, "Next")
    press(page, "Change Numb between your legs")
    page.locator('input[name="a.saddle_numbness"][value="no"]').check(force=True)
    press(page, "Next")
    assert screen(page)
    assert page.locator(".strip").count() == 0


def test_the_emergency_page_keeps_its_order_and_one_card(open_page):
    page = open_page()
    begin(page)
    yes(page, "saddle_numbness")
    press(page, "Next")
    press(page, "What to do on the way, and a page for the hospital")
    assert page.locator("h1").inner_text() == "Go to hospital now, or call 999"
    assert page.locator(".card").count() == 1
    assert "What to do now" in page.locator("h2").all_inner_texts()
