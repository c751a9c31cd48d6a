"""Double clicks and several tabs on the pages of a sign-in, without JavaScript."""

import threading
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client as HttpClient

from hukumati.core import clock
from hukumati.identity.http.cookies import MOST_ATTEMPTS
from hukumati.identity.models import LoginAttempt, LoginSession, OneTimeCode
from hukumati.identity.tests.browser import (
    HOST,
    LAYLA,
    PASSWORD,
    Browser,
    query_of,
    redeem,
    request_values,
    sent_code,
    sent_codes,
)
from hukumati.identity.use_cases.attempts import REPEATABLE_FOR

pytestmark = pytest.mark.django_db(transaction=True)


def twin(browser: Browser) -> Browser:
    """Return the same browser before the answer to its first click has arrived."""
    other = Browser(HttpClient(headers={"host": HOST}))
    other.http.cookies.load({name: each.value for name, each in browser.http.cookies.items()})
    return other


def test_a_second_click_on_the_password_leads_to_the_code_page_with_the_same_token(browser: Browser) -> None:
    page = browser.begin()
    clicks = [browser, twin(browser), twin(browser)]
    answers = [each.give_password(page) for each in clicks]
    assert [(each.status_code, each["Location"]) for each in answers] == [(303, f"{page}/code")] * 3
    assert len(sent_codes(page)) == 1
    assert browser.give_code(page).status_code == 303


def test_a_second_click_with_another_password_is_refused(browser: Browser) -> None:
    page = browser.begin()
    second = twin(browser)
    browser.give_password(page)
    assert second.give_password(page, password="wrong-password").status_code == 410


def test_a_second_click_on_the_code_signs_in_as_the_first(browser: Browser) -> None:
    page = browser.begin()
    browser.give_password(page)
    second, code = twin(browser), sent_code(page)
    answers = [browser.give_code(page, code), second.give_code(page, code)]
    assert [each.status_code for each in answers] == [303, 303]
    assert browser.http.cookies["hk_id"].value == second.http.cookies["hk_id"].value
    assert LoginSession.objects.count() == 1
    assert [redeem(query_of(each)["code"]).status_code for each in answers] == [200, 200]


def test_clicks_at_the_same_moment_get_the_same_answer(browser: Browser) -> None:
    page = browser.begin()
    browser.give_password(page)
    code, answers = sent_code(page), []

    def click(one: Browser) -> None:
        answers.append(one.give_code(page, code))
        connections.close_all()

    clicks = [threading.Thread(target=click, args=[twin(browser)]) for _ in range(3)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert [each.status_code for each in answers] == [303] * 3
    assert LoginSession.objects.count() == 1


def test_the_code_stays_worthless_to_others_and_after_a_minute(browser: Browser) -> None:
    page = browser.begin()
    first_token = twin(browser)
    browser.give_password(page)
    second, code = twin(browser), sent_code(page)
    browser.give_code(page, code)
    assert Browser().give_code(page, code).status_code == 410
    assert first_token.give_code(page, code).status_code == 410, "the token before the password"
    assert second.give_code(page, "000000" if code != "000000" else "000001").status_code == 410
    LoginAttempt.objects.update(finished_at=clock.now() - REPEATABLE_FOR)
    assert twin(second).give_code(page, code).status_code == 410


def test_a_second_click_after_signing_out_opens_nothing(browser: Browser) -> None:
    page = browser.begin()
    browser.give_password(page)
    second, code = twin(browser), sent_code(page)
    browser.give_code(page, code)
    LoginSession.objects.update(ended_at=clock.now())
    assert second.give_code(page, code).status_code == 410


def wake_up(browser: Browser, count: int) -> list[Any]:
    """Open tabs at once: none has the cookies of another's answer when it asks."""
    answers = [twin(browser).http.get("/authorize", request_values(state=f"tab-{n}")) for n in range(count)]
    for answer in answers:
        browser.http.cookies.load({name: each.value for name, each in answer.cookies.items()})
    return answers


def test_seven_tabs_that_wake_up_at_once_all_come_back_after_one_sign_in(browser: Browser) -> None:
    pages = [answer["Location"] for answer in wake_up(browser, 7)]
    browser.give_password(pages[3])
    back = [browser.give_code(pages[3]), *(browser.http.get(page) for page in pages if page != pages[3])]
    assert [each.status_code for each in back] == [303] * 7
    assert {query_of(each)["state"] for each in back} == {f"tab-{n}" for n in range(7)}
    assert {redeem(query_of(each)["code"]).status_code for each in back} == {200}
    assert OneTimeCode.objects.count() == 1


def test_each_of_two_tabs_may_be_the_one_to_sign_in(browser: Browser) -> None:
    first, second = (answer["Location"] for answer in wake_up(browser, 2))
    assert browser.give_password(first).status_code == 303
    assert browser.give_password(second).status_code == 303
    assert query_of(browser.give_code(second))["state"] == "tab-1"
    assert query_of(browser.http.get(f"{first}/code"))["state"] == "tab-0"


def test_a_tab_that_demands_a_new_sign_in_gets_no_code_for_the_old_one(browser: Browser) -> None:
    browser.sign_in()
    page = browser.begin(prompt="login")
    assert browser.http.get(page).status_code == 200


def test_the_oldest_of_too_many_tabs_gives_way(browser: Browser) -> None:
    pages = [browser.begin(state=f"tab-{n}") for n in range(MOST_ATTEMPTS + 2)]
    ids = [UUID(page.rpartition("/")[2]).hex for page in pages]
    kept = {name for name, each in browser.http.cookies.items() if name.startswith("hk_try_") and each.value}
    assert len(kept) == MOST_ATTEMPTS
    assert f"hk_try_{ids[-1]}" in kept
    assert browser.give_password(pages[-1], login=LAYLA, password=PASSWORD).status_code == 303
