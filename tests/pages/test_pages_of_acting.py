"""Acting for another on the portal: choosing, the banner, what a mandate covers, and its sudden end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.test import Client

from hukumati.cases import api as cases
from hukumati.cases.models import Case
from hukumati.cases.tests.edge import Edge
from hukumati.catalogue.tests.samples import publish, real_folder
from hukumati.core import audit, clock
from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.mandates import Deed, Scope, Term
from hukumati.identity.models import Account, LoginSession, Mandate
from hukumati.identity.tests.browser import LAYLA, open_account
from hukumati.identity.use_cases import mandates
from hukumati.identity.use_cases.accounts import find_by_login
from hukumati.web.representatives import represented_by
from hukumati.web.sign_in.person import Person
from hukumati.web.sign_in.sessions import SessionStore

pytestmark = pytest.mark.django_db

KARIM = "410001101"
NCC = "/en/services/non-conviction-certificate/apply/"
DAY = timedelta(days=1)


@pytest.fixture
def _service(data_folder: Path, settings: Any) -> Iterator[None]:
    """A service that takes powers of attorney, and registers that answer."""
    outside = Edge(settings.HUKUMATI.people_file)
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"exchange_url": outside.url})
    folder = real_folder()
    taken = folder.files["service.yaml"] + b"mandates: [power_of_attorney]\n"
    publish(replace(folder, files={**folder.files, "service.yaml": taken}))
    call_command("trust_setup", verbosity=0)
    yield
    outside.close()


def account(number: str, phone: str) -> Account:
    open_account(number, phone=phone)
    found = find_by_login(number)
    assert found is not None
    return found


@pytest.fixture
def karim(_service: None) -> Account:
    """Karim, for whom Layla may act."""
    return account(KARIM, "+970569000102")


@pytest.fixture
def layla(_service: None) -> Account:
    """Layla, who acts."""
    return account(LAYLA, "+970599000112")


@pytest.fixture
def mandate(karim: Account, layla: Account) -> Mandate:
    """A power of attorney for the certificate, accepted."""
    return given(karim, layla)


def given(karim: Account, layla: Account, *, services: tuple[str, ...] = ("MOJ-NCC",), **changed: Any) -> Mandate:
    now = clock.now()
    made = mandates.give_power_of_attorney(
        giver=karim,
        holder_number=LAYLA,
        called="Layla",
        scope=Scope(services, changed.get("deeds", tuple(Deed))),
        term=Term(now - timedelta(seconds=1), now + 30 * DAY),
        now=now,
    )
    return mandates.accept(mandate_id=made.id, account=layla, now=now)


@pytest.fixture
def client(layla: Account) -> Client:
    """Layla's browser, signed in on the portal."""
    now = clock.now()
    session = LoginSession.objects.create(
        account=layla,
        cookie_digest=b"c" * 32,
        acr="urn:hukumati:acr:substantial",
        amr=["pwd", "sms"],
        auth_time=now,
        seen_at=now,
    )
    person = Person(
        sub="sub-of-layla",
        id_number=LAYLA,
        name=Bilingual(ar="ليلى الزيتوني", en="Layla Zaytouni"),
        phone="+970599000112",
        email="layla@example.test",
        acr="urn:hukumati:acr:substantial",
        auth_at=now,
        staff=None,
    )
    store = SessionStore()
    store["sign_in.person"] = {
        "person": person.as_json(), "sid": str(session.id), "id_token": "", "seen_at": now.isoformat(),
    }  # fmt: skip
    store.create()
    browser = Client(headers={"host": "portal.localhost:8000", "Accept-Language": "en"})
    browser.cookies[configured.SESSION_COOKIE_NAME] = store.session_key  # type: ignore[assignment]
    return browser


def act(client: Client, mandate: Mandate | str) -> Any:
    value = str(mandate.id) if isinstance(mandate, Mandate) else mandate
    return client.post("/en/acting-for/", {"mandate": value})


def text(answer: Any) -> str:
    said: str = answer.content.decode()
    return said


def test_one_chooses_for_whom_sees_it_on_every_page_and_ends_it_with_one_click(
    client: Client, mandate: Mandate
) -> None:
    assert "Karim" not in text(client.get("/en/"))
    assert mandate.person is not None
    assert str(mandate.id) in text(client.get("/en/acting-for/"))
    assert act(client, mandate).status_code == 302
    for page in ("/en/", "/en/services/", "/en/applications/", "/en/acting-for/"):
        assert "You are acting for" in text(client.get(page)), page
    assert client.post("/en/acting-for/stop/").status_code == 302
    assert "You are acting for" not in text(client.get("/en/"))


def test_the_application_is_the_represented_ones_and_names_both_in_its_chain(client: Client, mandate: Mandate) -> None:
    act(client, mandate)
    assert client.get(NCC).status_code == 302
    case = Case.objects.get()
    assert case.applicant["id_number"] == KARIM
    assert case.applicant["represented_by"]["sub"] == "sub-of-layla"
    assert case.applicant["represented_by"]["mandate"] == str(mandate.id)
    assert case.applicant["phone"] == "+970599000112", "who acts is reached, and not who is represented"
    assert cases.get_case(reference=case.reference, sub=case.applicant_sub).reference == case.reference
    with pytest.raises(cases.NoSuchCase):
        cases.get_case(reference=case.reference, sub="sub-of-layla")


def test_officials_read_both_names() -> None:
    applicant = cases.Applicant(
        sub="s", id_number=KARIM, name=Bilingual("كريم", "Karim"), phone=None, email=None, language="en",
        represented_by=cases.Representative("l", Bilingual("ليلى", "Layla"), "m", "power_of_attorney"),
    )  # fmt: skip
    assert "Layla" in represented_by(applicant) or "ليلى" in represented_by(applicant)
    assert represented_by(replace(applicant, represented_by=None)) == ""


def test_requirement_32_taking_up_a_mandate_is_in_both_ledgers(client: Client, mandate: Mandate) -> None:
    act(client, mandate)
    for number in (KARIM, LAYLA):
        assert audit.list_entries(subject=f"person:{number}")[-1].action == "identity.mandate_used"


def test_a_mandate_revoked_in_the_middle_ends_acting_with_the_next_page(
    client: Client, mandate: Mandate, karim: Account
) -> None:
    act(client, mandate)
    client.get(NCC)
    reference = Case.objects.get().reference
    mandates.revoke(mandate_id=mandate.id, account=karim, now=clock.now())
    assert client.get(f"/en/applications/{reference}/check/").status_code == 404
    assert "You are acting for" not in text(client.get("/en/"))


def test_a_service_that_does_not_take_the_mandate_is_refused(client: Client, karim: Account, layla: Account) -> None:
    publish(real_folder())
    act(client, given(karim, layla))
    refused = client.get(NCC)
    assert refused.status_code == 403
    assert "does not go so far" in text(refused)
    assert Case.objects.count() == 0


def test_a_mandate_for_another_service_or_for_looking_alone_opens_no_application(
    client: Client, karim: Account, layla: Account
) -> None:
    for limited in (
        given(karim, layla, services=("MOH-INS",)),
        given(karim, layla, services=("MOJ-NCC",), deeds=(Deed.VIEW,)),
    ):
        assert act(client, limited).status_code == 302
        assert client.get(NCC).status_code == 403
        client.post("/en/acting-for/stop/")
    assert Case.objects.count() == 0


def test_a_limited_mandate_shows_no_other_application_of_the_represented(
    client: Client, karim: Account, layla: Account
) -> None:
    wide = given(karim, layla)
    act(client, wide)
    client.get(NCC)
    reference = Case.objects.get().reference
    assert reference in text(client.get("/en/applications/")) or "non-conviction" in text(
        client.get("/en/applications/")
    )
    client.post("/en/acting-for/stop/")
    act(client, given(karim, layla, services=("MOH-INS",)))
    assert reference not in text(client.get("/en/applications/"))
    assert client.get(f"/en/applications/{reference}/check/").status_code == 403


def test_nobody_consents_in_the_name_of_another(client: Client, mandate: Mandate) -> None:
    act(client, mandate)
    assert client.get("/en/consents/").status_code == 403


@pytest.mark.parametrize("value", ["", "mine", "00000000-0000-0000-0000-000000000000", "' OR 1=1 --"])
def test_a_mandate_that_is_none_begins_nothing(client: Client, mandate: Mandate, value: str) -> None:
    refused = act(client, value)
    assert refused.status_code == 422
    assert "cannot be used now" in text(refused)
    assert "You are acting for" not in text(client.get("/en/"))


def test_the_mandate_that_somebody_else_holds_begins_nothing(client: Client, karim: Account, layla: Account) -> None:
    now = clock.now()
    term = Term(now, now + DAY)
    of_layla = mandates.give_power_of_attorney(
        giver=layla, holder_number=KARIM, called="K", scope=Scope(("MOJ-NCC",)), term=term, now=now
    )
    mandates.accept(mandate_id=of_layla.id, account=karim, now=now)
    assert act(client, of_layla).status_code == 422


def test_a_sign_in_of_a_low_level_takes_up_no_mandate(client: Client, mandate: Mandate) -> None:
    LoginSession.objects.update(acr="urn:hukumati:acr:low")
    assert act(client, mandate).status_code == 422
