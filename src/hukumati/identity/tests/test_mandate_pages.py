"""The pages of mandates and of the ledger, as both sides see them."""

import json
from datetime import timedelta
from typing import Any

import pytest

from hukumati.core import clock
from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.mandates import Kind
from hukumati.identity.models import LoginSession, Mandate
from hukumati.identity.tests.browser import LAYLA, OFFICER, Browser, open_account, open_officer
from hukumati.identity.use_cases import takers
from hukumati.identity.use_cases.takers import Taker

pytestmark = pytest.mark.django_db

KARIM = "410001101"
SERVICES = {"MOH-INS": "Health insurance", "MOI-BIR": "Birth certificate"}


@pytest.fixture(autouse=True)
def _services(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two services take powers of attorney."""
    monkeypatch.setattr(takers, "_listers", [])
    takers.register_takers(
        lambda kind: (
            [Taker(code, Bilingual(ar=name, en=name)) for code, name in SERVICES.items()]
            if kind is Kind.POWER_OF_ATTORNEY
            else []
        )
    )


@pytest.fixture
def karims(browser: Browser) -> Browser:
    """Karim's browser, signed in."""
    open_account(KARIM, phone="+970569000102")
    other = Browser()
    other.sign_in(KARIM)
    return other


@pytest.fixture
def laylas(browser: Browser) -> Browser:
    """Layla's browser, signed in."""
    browser.sign_in()
    return browser


def filled(**changed: object) -> dict[str, object]:
    """Return a good form of a power of attorney."""
    day = clock.local_date(clock.now()) + timedelta(days=30)
    return {
        "id_number": KARIM,
        "called": "كريم",
        "services": ["MOH-INS"],
        "deeds": ["view", "apply"],
        "until_day": str(day.day),
        "until_month": str(day.month),
        "until_year": str(day.year),
        **changed,
    }


def give(laylas: Browser, **changed: object) -> Any:
    return laylas.http.post("/en/account/mandates/give", filled(**changed))


def page(browser: Browser, path: str) -> str:
    answer = browser.http.get(path)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_a_power_of_attorney_from_the_form_to_its_end_on_both_sides(laylas: Browser, karims: Browser) -> None:
    given = give(laylas)
    assert given.status_code == 303
    path = given["Location"]
    assert "Waiting to be accepted" in page(laylas, path)
    assert "كريم" in page(laylas, path)
    assert "Layla" in page(karims, "/en/account/mandates")
    assert karims.http.post(f"{path}/accept").status_code == 303
    assert "Active" in page(laylas, path)
    assert "Health insurance" in page(karims, path)
    assert laylas.http.post(f"{path}/revoke").status_code == 303
    assert "Revoked" in page(karims, path)
    assert "A mandate was revoked" in page(karims, "/en/account/ledger?kind=mandates")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id_number": LAYLA}, "This is your own ID number"),
        ({"id_number": "410001102"}, "Check the ID number"),
        ({"id_number": "' OR 1=1 --"}, "Check the ID number"),
        ({"called": ""}, "Enter the name"),
        ({"services": []}, "Choose at least one service"),
        ({"services": ["MOJ-NCC"]}, "Select a valid choice"),
        ({"deeds": ["rule"]}, "Select a valid choice"),
        ({"until_year": "9999"}, "Choose a day after today"),
        ({"until_day": "31", "until_month": "2"}, "Enter a real date"),
        ({"until_day": "", "until_month": "", "until_year": ""}, "Enter the last day"),
    ],
)
def test_a_form_with_a_mistake_says_what_to_do_and_keeps_what_was_typed(
    laylas: Browser, changed: dict[str, object], said: str
) -> None:
    answer = give(laylas, **changed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Mandate.objects.count() == 0


def test_the_form_asks_to_prove_again_who_one_is(laylas: Browser) -> None:
    LoginSession.objects.update(auth_time=clock.now() - timedelta(minutes=11))
    assert "/sign-in/" in give(laylas)["Location"]
    assert Mandate.objects.count() == 0


def test_a_second_click_leads_to_the_same_mandate(laylas: Browser) -> None:
    assert give(laylas)["Location"] == give(laylas)["Location"]


def test_nobody_opens_or_ends_a_mandate_of_others(laylas: Browser, karims: Browser) -> None:
    path = give(laylas)["Location"]
    open_account("900000001", phone="+970599000103")
    stranger = Browser()
    stranger.sign_in("900000001")
    assert stranger.http.get(path).status_code == 404
    assert stranger.http.post(f"{path}/accept").status_code == 404
    assert stranger.http.post(f"{path}/revoke").status_code == 404
    assert Mandate.objects.get().state == "proposed"


def test_whoever_gave_it_cannot_accept_it(laylas: Browser) -> None:
    path = give(laylas)["Location"]
    refused = laylas.http.post(f"{path}/accept")
    assert refused.status_code == 422
    assert "Only the other side" in refused.content.decode()


def test_the_answer_is_the_same_whether_the_holder_has_an_account(laylas: Browser, karims: Browser) -> None:
    known = page(laylas, give(laylas)["Location"])
    unknown = page(laylas, give(laylas, id_number="900000001")["Location"])
    assert "Karim" not in known
    assert known.count("كريم") == unknown.count("كريم")


def test_requirement_36_forms_of_mandates_need_their_token(laylas: Browser, karims: Browser) -> None:
    path = give(laylas)["Location"]
    forged = Browser()
    forged.http.handler.enforce_csrf_checks = True
    forged.http.cookies = laylas.http.cookies
    for target in (f"{path}/revoke", "/account/mandates/find", "/account/mandates/give"):
        assert forged.http.post(target).status_code == 403
    assert Mandate.objects.get().state == "proposed"


def test_a_register_that_nobody_knows_is_not_asked(laylas: Browser) -> None:
    assert laylas.http.post("/account/mandates/find", {"what": "neighbours"}).status_code == 404


def test_an_official_takes_no_part_in_mandates(browser: Browser) -> None:
    open_officer()
    callback = "http://workplace.localhost:8000/sign-in/callback"
    browser.sign_in(OFFICER, client_id="workplace", redirect_uri=callback, scope="openid identity staff")
    assert "no ID number" in page(browser, "/en/account/mandates")
    assert give(browser).status_code == 422


def test_requirement_32_sign_ins_are_in_the_ledger_and_pages_of_it_are_chosen_by_kind(laylas: Browser) -> None:
    give(laylas)
    assert "You signed in" in page(laylas, "/en/account/ledger")
    assert "You signed in" in page(laylas, "/en/account/ledger?kind=sign_ins")
    mandates = page(laylas, "/en/account/ledger?kind=mandates")
    assert "You signed in" not in mandates
    assert "A mandate was proposed" in mandates


@pytest.mark.parametrize(
    "query", ["?kind=nothing", "?after=n99999999999999999999", "?after=%00", "?before=x&kind=sites"]
)
def test_a_bent_address_of_the_ledger_shows_its_first_page(laylas: Browser, query: str) -> None:
    assert laylas.http.get(f"/account/ledger?{query}").status_code == 200


def test_what_is_kept_is_read_as_a_page_and_as_a_file(laylas: Browser) -> None:
    give(laylas)
    assert LAYLA in page(laylas, "/en/account/data")
    answer = laylas.http.get("/account/data.json")
    assert "attachment" in answer["Content-Disposition"]
    kept = json.loads(answer.content)
    assert kept["account"]["id_number"] == LAYLA
    assert kept["mandates"][0]["representative"] == {"ar": "", "en": ""}
    assert [each["action"] for each in kept["ledger"]] == ["identity.signed_in", "identity.mandate_proposed"]


def test_the_account_lists_its_sections(laylas: Browser) -> None:
    home = page(laylas, "/en/account")
    assert "/en/account/mandates" in home
    assert "/en/account/ledger" in home
