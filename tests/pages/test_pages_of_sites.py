"""Pages where a government body connects its sites to the single sign-on, and where the operator decides on them."""

import re
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied

from hukumati.identity import api as identity
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.models import ClientFault, RegistrationToken
from tests.pages.conftest import Page, Visit, official

pytestmark = pytest.mark.django_db
MANAGER, OPERATOR = official("MOC-0001", "site_manager", provider="moc"), official("MTDE-0001", "identity_operator")
OTHER = official("MOH-0009", "site_manager", provider="moh")
SITE: Final[dict[str, Any]] = {
    "name_ar": "المكتبات العامة",
    "name_en": "Public libraries",
    "purpose": "بطاقة مكتبة.",
    "purpose_en": "A library card.",
    "redirect_uris": "https://library.example/callback\n\n https://library.example/en/callback ",
    "why_identity": "تحمل البطاقة اسمًا.",
    "why_identity_en": "The card bears a name.",
}


def _register(visit: Visit, **changed: Any) -> Page:
    return visit("workplace", "/en/sites/new/", MANAGER, {**SITE, **changed})


def _client_id(page: Page) -> str:
    assert page.status == 302, page.text
    return page.location.rstrip("/").rpartition("/")[2]


def test_a_site_is_registered_and_its_secret_is_shown_once(visit: Visit) -> None:
    client_id = _client_id(_register(visit))
    first = visit("workplace", f"/en/sites/{client_id}/", MANAGER)
    assert "never shown again" in first.text
    assert "https://library.example/en/callback" in first.text
    assert "never shown again" not in visit("workplace", f"/en/sites/{client_id}/", MANAGER).text
    assert "Public libraries" in visit("workplace", "/en/sites/", MANAGER).text


def test_what_was_typed_is_kept_and_each_mistake_is_told_at_its_field(visit: Visit) -> None:
    page = _register(visit, redirect_uris="http://library.example/\nhttps://*.example/", jwks="no keys", name_en="")
    assert page.status == 422
    for text in ("http://library.example/", "A library card.", "no set of public keys", "Enter the name in English"):
        assert text in page.text
    page = _register(visit, redirect_uris="http://library.example/\nhttps://*.example/")
    assert "must begin with https://: http://library.example/" in page.text
    assert "without wildcards: https://*.example/" in page.text
    assert identity.list_sites() == ()


def test_another_body_reads_nothing_of_a_site(visit: Visit) -> None:
    client_id = _client_id(_register(visit))
    for path in (f"/en/sites/{client_id}/", f"/en/sites/{client_id}/change/"):
        with pytest.raises(identity.NoSuchSite):
            visit("workplace", path, OTHER)
    assert "Public libraries" not in visit("workplace", "/en/sites/", OTHER).text


@pytest.mark.parametrize("path", ["/en/sites/", "/en/sites/new/", "/en/sites/all/"])
def test_who_has_no_such_role_opens_no_page_of_sites(visit: Visit, path: str) -> None:
    with pytest.raises(PermissionDenied):
        visit("workplace", path, official("MOJ-0001", "officer"))


def test_the_operator_approves_and_a_change_waits_for_the_operator_again(visit: Visit) -> None:
    client_id = _client_id(_register(visit))
    decide = f"/en/sites/all/{client_id}/"
    assert "Approve" in visit("workplace", decide, OPERATOR).text
    assert visit("workplace", decide, OPERATOR, {"act": "approve"}).status == 302
    changed = visit("workplace", f"/en/sites/{client_id}/change/", MANAGER, {**SITE, "purpose_en": "Books."})
    assert changed.status == 302
    assert "The change that waits" in visit("workplace", f"/en/sites/{client_id}/", MANAGER).text
    assert "Books." in visit("workplace", decide, OPERATOR).text


def test_sending_back_and_suspending_need_a_reason_which_the_body_reads(visit: Visit) -> None:
    client_id = _client_id(_register(visit))
    decide = f"/en/sites/all/{client_id}/"
    assert visit("workplace", decide, OPERATOR, {"act": "send_back", "note": " "}).status == 422
    assert visit("workplace", decide, OPERATOR, {"act": "send_back", "note": "Whose host?"}).status == 302
    assert "Whose host?" in visit("workplace", f"/en/sites/{client_id}/", MANAGER).text
    with pytest.raises(identity.NotInThisState):
        visit("workplace", decide, OPERATOR, {"act": "suspend", "note": "Too early"})


def test_an_unknown_act_does_nothing(visit: Visit) -> None:
    client_id = _client_id(_register(visit))
    assert visit("workplace", f"/en/sites/all/{client_id}/", OPERATOR, {"act": "delete"}).status == 200
    assert identity.get_site(client_id=client_id).state == "requested"


def test_a_secret_is_replaced_after_a_question(visit: Visit) -> None:
    client_id = _client_id(_register(visit))
    visit("workplace", f"/en/sites/{client_id}/", MANAGER)
    assert "Replace the site" in visit("workplace", f"/en/sites/{client_id}/secret/", MANAGER, {}).text
    assert visit("workplace", f"/en/sites/{client_id}/secret/", MANAGER, {"sure": "yes"}).status == 302
    assert "never shown again" in visit("workplace", f"/en/sites/{client_id}/", MANAGER).text


def test_refusals_are_told_in_plain_words(visit: Visit) -> None:
    client_id = _client_id(_register(visit))
    ClientFault.objects.create(client_id=client_id, endpoint="token", error="invalid_grant", at="2026-11-30T12:00Z")
    page = visit("workplace", f"/en/sites/{client_id}/", MANAGER)
    assert "did not fit the PKCE verifier" in page.text
    arabic = visit("workplace", f"/sites/{client_id}/", MANAGER, language="ar")
    assert "invalid_grant" in arabic.text


def test_a_reason_is_given_in_both_languages_or_not_at_all(visit: Visit) -> None:
    for changed in ({"why_identity_en": ""}, {"why_identity": " "}, {"why_phone_en": "To call people."}):
        page = _register(visit, **changed)
        assert page.status == 422
        assert "Give the reason in both languages" in page.text
    assert identity.list_sites() == ()


def test_a_token_for_a_program_is_issued_after_a_question_and_shown_once(visit: Visit) -> None:
    assert "within two weeks" in visit("workplace", "/en/sites/token/", MANAGER, {}).text
    assert "bearer token" not in visit("workplace", "/en/sites/", MANAGER).text
    assert visit("workplace", "/en/sites/token/", MANAGER, {"sure": "yes"}).status == 302
    shown = visit("workplace", "/en/sites/", MANAGER).text
    assert "/register" in shown
    token = re.search(r'<code class="hk-code">([\w-]{43})</code>', shown)
    assert token
    assert RegistrationToken.objects.get(digest=token_digest(token[1])).owner == "moc"
    assert "bearer token" not in visit("workplace", "/en/sites/", MANAGER).text


def test_no_token_for_who_manages_no_sites(visit: Visit) -> None:
    with pytest.raises(PermissionDenied):
        visit("workplace", "/en/sites/token/", official("MOJ-0001", "officer"), {"sure": "yes"})
    assert not RegistrationToken.objects.exists()
