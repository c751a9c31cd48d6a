import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as HttpClient

from hukumati.core import clock
from hukumati.core.audit import list_entries
from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.client_registration import SiteMetadata
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.consents import Receipt
from hukumati.identity.models import Account, Client, ClientRegistration, Code, ConsentGiven, ConsentQuestion, Grant
from hukumati.identity.tests.browser import CALLBACK, HOST, LAYLA, Browser, open_account, query_of, redeem, userinfo
from hukumati.identity.use_cases.consents import give_consent, list_consents, withdraw_consent

pytestmark = pytest.mark.django_db
OTHER = "800000002"


@pytest.fixture
def site(browser: Browser) -> Client:
    """The portal, as if it were a site of somebody else."""
    Client.objects.filter(client_id="portal").update(needs_consent=True)
    return Client.objects.get(client_id="portal")


def sign_in(browser: Browser, login: str = LAYLA, **changed: str | None) -> Any:
    """Sign in and return the last response: the way to the question."""
    page = browser.begin(**changed)
    browser.give_password(page, login=login)
    return browser.give_code(page)


def question_of(response: Any) -> str:
    """Return the address of the question to which a response leads."""
    address = str(response["Location"])
    assert "/consent/" in address, address
    return address


def allow(browser: Browser, question: str, answer: str = "yes") -> Any:
    """Answer a question."""
    return browser.http.post(question, {"answer": answer})


def test_a_site_receives_nothing_before_the_person_allowed_it(browser: Browser, site: Client) -> None:
    question = question_of(sign_in(browser))
    assert not Code.objects.exists()
    page = browser.http.get(question)
    assert page.status_code == 200
    assert not Code.objects.exists()
    answer = query_of(allow(browser, question))
    assert redeem(answer["code"]).status_code == 200
    assert answer["state"] == "the-state"


def test_the_page_names_the_site_what_it_receives_and_why_in_both_languages(browser: Browser, site: Client) -> None:
    chosen = ClientSettings(purpose_ar="لإصدار رخصة.", purpose_en="To issue a licence.", policy_uri="https://x.example")
    Client.objects.filter(client_id="portal").update(
        settings=chosen.as_json(), name_ar="وزارة خيالية", name_en="A fictional ministry"
    )
    claims = json.dumps({"userinfo": {"email": None}})
    english = question_of(sign_in(browser, scope="openid identity", claims=claims, ui_locales="en"))
    text = browser.http.get(english).content.decode()
    assert '<html lang="en"' in text
    for part in (
        "A fictional ministry",
        "your full name",
        "your ID number",
        "your e-mail address",
        "To issue a licence",
    ):
        assert part in text
    assert "your mobile number" not in text
    arabic = browser.http.get(english.removeprefix("/en")).content.decode()
    for part in ("وزارة خيالية", "لإصدار رخصة", "https://x.example"):
        assert part in arabic


def test_the_page_says_for_each_scope_why_the_site_needs_it_as_it_was_registered(
    browser: Browser, site: Client
) -> None:
    metadata = SiteMetadata(
        client_name=Bilingual("مكتبة", "Library"),
        purpose="بطاقات",
        redirect_uris=(CALLBACK,),
        scopes={"identity": "تحمل البطاقة الاسم.", "phone": "Reminders <b>", "email": "Not requested."},
        scopes_en={"identity": "The card bears the name."},
    )
    ClientRegistration.objects.create(
        client=site, metadata=metadata.as_json(), requested_by="x", requested_at=clock.now()
    )
    page = question_of(sign_in(browser, scope="openid identity phone", ui_locales="en"))
    english, arabic = (browser.http.get(each).content.decode() for each in (page, page.removeprefix("/en")))
    assert "The card bears the name." in english
    assert "تحمل البطاقة الاسم." in arabic
    for text in (english, arabic):
        assert "Reminders &lt;b&gt;" in text, "the one text that an older release kept stands in both languages"
        assert "Not requested." not in text


def test_a_site_registered_before_reasons_were_declared_is_asked_about_as_before(
    browser: Browser, site: Client
) -> None:
    stored = {"client_name": {"ar": "x", "en": "x"}, "purpose": "", "redirect_uris": [CALLBACK]}
    ClientRegistration.objects.create(
        client=site,
        metadata={**stored, "post_logout_redirect_uris": [], "scopes": {"identity": ""}},
        requested_by="x",
        requested_at=clock.now(),
    )
    assert browser.http.get(question_of(sign_in(browser))).status_code == 200


def test_who_allowed_it_is_not_asked_again_unless_the_site_wants_more(browser: Browser, site: Client) -> None:
    allow(browser, question_of(sign_in(browser, scope="openid identity")))
    assert "code" in query_of(browser.authorize(scope="openid identity"))
    assert "code" in query_of(browser.authorize(scope="openid"))
    single = json.dumps({"userinfo": {"id_number": None}})
    assert "code" in query_of(browser.authorize(scope="openid", claims=single))
    more = json.dumps({"userinfo": {"phone_number": None}})
    question_of(browser.authorize(scope="openid", claims=more))
    allow(browser, question_of(browser.authorize(scope="openid identity email")))
    assert [row.scopes for row in ConsentGiven.objects.order_by("version")] == [["identity"], ["email", "identity"]]
    assert "code" in query_of(browser.authorize(scope="openid email"))


def test_req_10_without_interaction_consent_is_required_for_each_client_by_itself(
    browser: Browser, site: Client
) -> None:
    workplace = {"client_id": "workplace", "redirect_uri": "http://workplace.localhost:8000/sign-in/callback"}
    Client.objects.filter(client_id="workplace").update(needs_consent=True)
    allow(browser, question_of(sign_in(browser)))
    assert "code" in query_of(browser.authorize(prompt="none"))
    refused = query_of(browser.authorize(prompt="none", scope="openid", **workplace))
    assert refused["error"] == "consent_required"
    assert query_of(Browser().authorize(prompt="none"))["error"] == "login_required"


def test_prompt_consent_asks_again(browser: Browser, site: Client) -> None:
    allow(browser, question_of(sign_in(browser)))
    question = question_of(browser.authorize(prompt="consent"))
    assert "code" in query_of(allow(browser, question))


def test_who_does_not_allow_it_goes_back_without_a_code_and_is_asked_again_next_time(
    browser: Browser, site: Client
) -> None:
    refused = query_of(allow(browser, question_of(sign_in(browser)), "no"))
    assert (refused["error"], refused["state"]) == ("access_denied", "the-state")
    assert refused["iss"] == "http://id.localhost:8001"
    assert not Code.objects.exists()
    assert not ConsentGiven.objects.exists()
    question_of(browser.authorize())


def test_the_sites_of_the_platform_and_those_of_a_law_ask_nobody(browser: Browser, site: Client) -> None:
    Client.objects.filter(client_id="portal").update(needs_consent=False, legal_basis="Law 1/2026 (illustrative)")
    assert "code" in query_of(sign_in(browser, prompt="consent"))
    assert not ConsentGiven.objects.exists()


def test_a_second_click_gets_the_first_ones_answer(browser: Browser, site: Client) -> None:
    question = question_of(sign_in(browser))
    assert "code" in query_of(allow(browser, question))
    assert "code" in query_of(allow(browser, question))
    assert "code" in query_of(allow(browser, question, "no")), "what was answered first counts"
    assert ConsentGiven.objects.count() == 1
    ConsentQuestion.objects.update(answered_at=clock.now() - timedelta(minutes=2))
    assert allow(browser, question).status_code == 410


def test_a_question_is_put_to_one_session_for_half_an_hour(browser: Browser, site: Client) -> None:
    question = question_of(sign_in(browser))
    open_account(OTHER, phone="+970599000113")
    stranger = Browser()
    sign_in(stranger, OTHER)
    assert allow(stranger, question).status_code == 410
    assert allow(Browser(), question).status_code == 410
    assert Browser().http.get(question).status_code == 410
    ConsentQuestion.objects.update(asked_at=clock.now() - timedelta(minutes=31))
    assert allow(browser, question).status_code == 410
    assert not ConsentGiven.objects.exists()


def test_req_36_an_answer_cannot_be_forged_by_another_site(browser: Browser, site: Client) -> None:
    question = question_of(sign_in(browser))
    strict = HttpClient(headers={"host": HOST}, enforce_csrf_checks=True)
    strict.cookies = browser.http.cookies
    assert strict.post(question, {"answer": "yes"}).status_code == 403
    assert not ConsentGiven.objects.exists()


@pytest.mark.parametrize("answer", ["", "maybe", "yes\x00", "نعم"])
def test_an_answer_that_is_neither_shows_the_question_again(browser: Browser, site: Client, answer: str) -> None:
    assert allow(browser, question_of(sign_in(browser)), answer).status_code == 422
    assert not ConsentGiven.objects.exists()


def test_req_35_the_page_leads_to_the_client_alone_and_is_not_framed(browser: Browser, site: Client) -> None:
    page = browser.http.get(question_of(sign_in(browser)))
    policy = page["Content-Security-Policy"]
    assert policy.endswith("form-action 'self' http://portal.localhost:8000")
    assert "frame-ancestors 'none'" in policy
    assert page["Cache-Control"] == "no-store"


def test_withdrawal_ends_the_sites_tokens_at_once_and_it_must_ask_again(browser: Browser, site: Client) -> None:
    code = query_of(allow(browser, question_of(sign_in(browser))))["code"]
    token = redeem(code).json()["access_token"]
    assert userinfo(token).status_code == 200
    account = Account.objects.get()
    (consent,) = list_consents(account=account)
    assert consent.client_id == "portal"
    assert consent.receipt.scopes == {"identity", "phone", "email"}
    assert withdraw_consent(account=account, client_id="portal", now=clock.now())
    assert not withdraw_consent(account=account, client_id="portal", now=clock.now())
    assert userinfo(token).status_code == 401
    assert Grant.objects.get().revoked_at is not None
    assert list_consents(account=account) == ()
    question_of(browser.authorize())


def test_req_32_consent_and_withdrawal_are_in_the_persons_chain(browser: Browser, site: Client) -> None:
    allow(browser, question_of(sign_in(browser)))
    withdraw_consent(account=Account.objects.get(), client_id="portal", now=clock.now())
    lines = [entry for entry in list_entries(subject=f"person:{LAYLA}") if "consent" in entry.action]
    assert [line.action for line in lines] == ["identity.consent_given", "identity.consent_withdrawn"]
    assert lines[0].details["client"] == "portal"
    assert lines[0].details["scopes"] == ["email", "identity", "phone"]


def test_consent_after_withdrawal_is_a_new_version_without_what_was_allowed_before(account: Account) -> None:
    first, second = Receipt(frozenset({"phone"}), frozenset()), Receipt(frozenset(), frozenset({"email"}))
    for receipt in (first, first):
        give_consent(account=account, client_id="portal", receipt=receipt, now=clock.now())
    withdraw_consent(account=account, client_id="portal", now=clock.now())
    give_consent(account=account, client_id="portal", receipt=second, now=clock.now())
    (consent,) = list_consents(account=account)
    assert (consent.version, consent.receipt) == (2, second)


@pytest.mark.django_db(transaction=True)
def test_answers_at_the_same_moment_are_counted_one_after_the_other(account: Account) -> None:
    receipts = [Receipt(frozenset({scope}), frozenset()) for scope in ("identity", "phone", "email")]
    start = threading.Barrier(len(receipts))

    def give(receipt: Receipt) -> None:
        start.wait()
        try:
            give_consent(account=account, client_id="portal", receipt=receipt, now=clock.now())
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=(receipt,)) for receipt in receipts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (consent,) = list_consents(account=account)
    assert (consent.version, consent.receipt.scopes) == (3, frozenset({"identity", "phone", "email"}))


def test_a_site_that_requests_nothing_personal_still_asks_once(browser: Browser, site: Client) -> None:
    question = question_of(sign_in(browser, scope="openid", ui_locales="en"))
    assert b"nothing else about you" in browser.http.get(question).content
    allow(browser, question)
    assert "code" in query_of(browser.authorize(scope="openid"))


def test_every_scope_and_claim_has_its_words() -> None:
    from hukumati.identity.domain.claims import SCOPES
    from hukumati.identity.http.oidc.consent import received

    for scope in SCOPES.keys() - {"openid"}:
        assert received(Receipt(frozenset({scope}), frozenset())), scope


def test_the_language_chosen_while_signing_in_is_that_of_the_question(browser: Browser, site: Client) -> None:
    page = f"/en{browser.begin()}"
    browser.give_password(page)
    assert browser.give_code(page)["Location"].startswith("/en/consent/")
