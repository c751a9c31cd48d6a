"""Hostile and accidental input of people and machines, on the pages of the running platform."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from hukumati.project.run.platform import Platform
from tests.browserless import Browserless, Page
from tests.journeys.conftest import AtWork, Newcomer
from tests.journeys.database import change, rows
from tests.people import Citizen, references_in

pytestmark = pytest.mark.platform
HIBA, GEORGE, ISMAIL, YOUSEF_OF_17, DANA_UNKNOWN = "803334408", "906667704", "401112206", "402223309", "914445507"
A_MONTH_LATER = """
WITH ended AS (UPDATE cases_case SET draft_expires_at = now() - interval '1 second' WHERE reference = %s RETURNING id)
UPDATE cases_timer SET due_at = now() - interval '1 second' WHERE case_id IN (SELECT id FROM ended)
"""
TwinOf = Callable[[Citizen], Browserless]
SERVICE = "/services/non-conviction-certificate/apply/?again=1"
HOSTILE = {
    "a megabyte": "x" * 1_000_000,
    "a NUL": "a\x00b",
    "text that turns around": "\u202egnp.exe\u202c \u2066x\u2069",
    "pictures": "👩‍👩‍👧‍👦" * 50,
    "a script": "<script>alert(1)</script>",
    "half a pair": "\\ud800",
    "a template": "{{ settings.SECRET_KEY }}{% debug %}",
    "a quotation": "' OR '1'='1'; DROP TABLE cases_case; --",
}


@pytest.fixture
def twin_of() -> Iterator[TwinOf]:
    """Return a function that opens a second tab of a person's browser, for concurrent requests."""
    twins: list[Browserless] = []

    def opened(person: Citizen) -> Browserless:
        twin = Browserless(language=person.language)
        twins.append(twin)
        for cookie in person.browser.client.cookies.jar:
            twin.client.cookies.set(cookie.name, cookie.value or "", domain=cookie.domain, path=cookie.path)
        twin.page = person.page
        return twin

    yield opened
    for twin in twins:
        twin.close()


def _at_once(*actions: Callable[[], Page]) -> list[Page]:
    with ThreadPoolExecutor(len(actions)) as pool:
        return [started.result() for started in [pool.submit(action) for action in actions]]


def test_the_button_pressed_twice_submits_once(platform: Platform, newcomer: Newcomer, twin_of: TwinOf) -> None:
    person = newcomer(HIBA)
    reference = person.fill_in()
    twin = twin_of(person)
    first, second = _at_once(person.submit, lambda: twin.submit(holding="seen"))
    assert {first.status, second.status} <= {200, 409}
    assert 200 in {first.status, second.status}
    sql = """SELECT count(*) AS n FROM cases_event e JOIN cases_case c ON c.id = e.case_id
             WHERE c.reference = %s AND e.action = 'submit'"""
    assert rows(platform, sql, reference)[0]["n"] == 1


def test_the_way_to_the_card_page_pressed_twice_is_one_payment(
    platform: Platform, newcomer: Newcomer, twin_of: TwinOf
) -> None:
    person = newcomer(HIBA)
    reference = person.apply()
    twin = twin_of(person)
    pages = _at_once(person.choose_card, lambda: twin.submit(holding="way", way="card"))
    assert len({page.url for page in pages if page.url.startswith(platform.urls["acquirer"])}) == 1
    sql = "SELECT count(*) AS n FROM pay_payment p JOIN cases_case c ON c.bill_id = p.bill_id WHERE c.reference = %s"
    assert rows(platform, sql, reference)[0]["n"] == 1


def test_input_from_an_older_tab_is_refused_with_a_message(newcomer: Newcomer, twin_of: TwinOf) -> None:
    person = newcomer(HIBA)
    reference = person.fill_in(purpose="travel")
    older = twin_of(person)
    older.get(person.url(f"/applications/{reference}/form/purpose/"))
    person.open(f"/applications/{reference}/form/purpose/")
    person.browser.submit(holding="seen", purpose="study")
    refused = older.submit(holding="seen", purpose="employment")
    assert refused.status == 409
    assert "تغيّر هذا الطلب" in refused.text
    assert "الدراسة" in person.open(f"/applications/{reference}/check/").text


def test_somebody_elses_application_is_not_there(newcomer: Newcomer) -> None:
    person, other = newcomer(HIBA), newcomer(GEORGE)
    reference = person.apply()
    for path in ("", "check/", "pay/", "pay/cash/", "pay/return/", "form/purpose/"):
        page = other.open(f"/applications/{reference}/{path}")
        assert page.status == 404, path
        assert "803334408" not in page.response.text
    for path in ("withdraw/", "answer/", "register/"):
        own = other.open("/v").html.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
        data = {"csrfmiddlewaretoken": own, "answer": "x"}
        assert other.browser.post(other.url(f"/applications/{reference}/{path}"), data).status == 404, path
    assert person.case(reference).status == 200
    person.open(f"/applications/{reference}/pay/")
    person.pay_by_card()
    person.wait_for_document(reference)
    link = next(str(link) for link in person.page.html.xpath("//a/@href") if link.endswith(".pdf"))
    theirs = f"/documents/{link.rpartition('/')[2]}"
    assert person.open(theirs).status == 200
    assert other.open(theirs).status == 404


def test_officials_without_a_right_learn_nothing_from_the_refusal(newcomer: Newcomer, at_work: AtWork) -> None:
    reference = newcomer(HIBA).apply()
    pages = [
        at_work("MOI-0001").open(f"/inbox/{there}/") for there in (reference, "NCC-0000-0000")
    ]  # of another ministry: a case that is there and one that is not read the same
    assert {page.status for page in pages} == {403}
    assert pages[0].title == pages[1].title
    assert at_work("POST-0001").open(f"/inbox/{reference}/").status == 403
    assert at_work("MOJ-0001").open(f"/desk/{reference}/").status == 403


def test_a_citizen_has_no_work_at_the_workplace(visitor: Newcomer) -> None:
    person = visitor(HIBA)
    person.site = "workplace"
    person.sign_in()
    assert person.page.status == 403
    for path in ("/inbox/", "/desk/"):
        assert person.open(path).status == 403


def test_forms_without_their_token_change_nothing(newcomer: Newcomer) -> None:
    person = newcomer(HIBA)
    reference = person.fill_in()
    address = person.url(f"/applications/{reference}/check/")
    foreign = person.browser.client.post(address, data={"seen": "9"}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert person.browser.post(address, {"seen": "9"}).status == 403
    assert "لم تقدّم هذا الطلب بعد" in person.case(reference).text


def test_people_who_may_not_apply_read_why(newcomer: Newcomer) -> None:
    young = newcomer(YOUSEF_OF_17)
    page = young.open(SERVICE)
    assert "أتمّ الثامنة عشرة" in page.text
    assert "لا يمكنك التقدّم" in page.text
    assert not references_in(young.open("/applications/").text)  # no draft is left behind
    unknown = newcomer(DANA_UNKNOWN).open(SERVICE)
    assert "لا يمكنك التقدّم" in unknown.text


def test_an_expired_draft_is_reported(platform: Platform, newcomer: Newcomer) -> None:
    person = newcomer(ISMAIL)
    reference = person.fill_in()
    assert change(platform, A_MONTH_LATER, reference) >= 1
    page = person.submit()
    assert page.status == 410
    assert "انتهت مدة حفظ هذه المسودة" in page.text
    assert person.fill_in() != reference


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_break_nothing(newcomer: Newcomer, name: str) -> None:
    person = newcomer(GEORGE)
    person.open(SERVICE)
    if "/form/about-you/" in person.page.url:
        assert person.browser.submit(holding="seen", phone=HOSTILE[name]).status == 422
        person.browser.submit(holding="seen", phone="0599000113")
    reference = person.page.url.split("/applications/")[1].split("/")[0]
    person.open(f"/applications/{reference}/form/purpose/")
    page = person.browser.submit(holding="seen", purpose="employment", employer=HOSTILE[name])
    assert page.status in {200, 413, 422}
    for seen in (page, person.open(f"/applications/{reference}/form/purpose/")):
        assert "<script>alert" not in seen.response.text


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("path", ["/services/?q={}", "/sign-in?next={}", "/applications/{}/", "/services/{}/"])
def test_hostile_addresses_break_nothing(visitor: Newcomer, name: str, path: str) -> None:
    anybody = visitor(HIBA)
    text = HOSTILE[name][:3000]
    page = anybody.open(path.format(httpx.URL("http://x", params={"q": text}).query.decode()[2:]))
    assert page.status in {200, 400, 404}
    assert "<script>alert" not in page.response.text


def test_a_form_larger_than_any_of_ours_is_refused(newcomer: Newcomer) -> None:
    person = newcomer(GEORGE)
    person.open("/v")
    assert person.browser.submit(holding="serial", serial="x" * 14_000_000, code="y").status in {400, 413}
    many = {f"field{number}": "x" for number in range(1000)}
    person.open("/v")
    assert person.browser.submit(holding="serial", values=many, serial="x", code="y").status == 400


def _signed(secret: str, body: bytes, at: int) -> dict[str, str]:
    digest = hmac.new(secret.encode(), str(at).encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Acquirer-Signature": f"t={at},v1={digest}", "Host": "pay.localhost"}


def test_only_the_card_company_can_confirm_a_payment(platform: Platform, newcomer: Newcomer) -> None:
    person = newcomer(HIBA)
    reference = person.apply()
    person.choose_card()
    sql = """SELECT o.op_id::text AS reference FROM pay_operation o JOIN pay_payment p ON p.id = o.payment_id
             JOIN cases_case c ON c.bill_id = p.bill_id WHERE c.reference = %s"""
    theirs = rows(platform, sql, reference)[0]["reference"]
    intent: dict[str, Any] = {
        "id": "pi_x",
        "reference": theirs,
        "amount": 2000,
        "currency": "ILS",
        "status": "succeeded",
    }
    event = {
        "id": "evt_forged",
        "type": "payment_intent.succeeded",
        "created": int(time.time()),
        "data": {"object": intent},
    }
    body, address = json.dumps(event).encode(), f"http://127.0.0.1:{platform.ports['web']}/webhooks/card"
    host = {"Host": platform.urls["pay"].removeprefix("http://")}
    for headers in ({}, _signed("not the secret", body, int(time.time())), {"Acquirer-Signature": "t=1,v1="}):
        answer = httpx.post(address, content=body, headers={**headers, **host}, timeout=20)
        assert answer.status_code == 400
    secret = platform.environment()["HUKUMATI_ACQUIRER_WEBHOOK_SECRET"]
    old = _signed(secret, body, int(time.time()) - 3600)
    assert httpx.post(address, content=body, headers={**old, **host}, timeout=20).status_code == 400
    for _ in range(2):  # genuine, and twice: it is a hint only, the card company is asked what is true
        fresh = _signed(secret, body, int(time.time()))
        assert httpx.post(address, content=body, headers={**fresh, **host}, timeout=20).status_code == 200
    time.sleep(1.5)
    assert "لم يُدفع الرسم بعد" in person.case(reference).text
