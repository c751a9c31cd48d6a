"""Pages where a body's staff manager adds officials, changes their roles and suspends them."""

from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied

from hukumati.core.clock import now
from hukumati.identity import api as identity
from hukumati.identity.models import KeyInvitation
from tests.pages.conftest import Page, Visit, official

pytestmark = pytest.mark.django_db
MANAGER: Final = official("MOI-0008", "staff_manager", provider="moi")
RANA: Final[dict[str, Any]] = {
    "number": "moi-0050",
    "name_ar": "رنا الشامي",
    "name_en": "Rana Shami",
    "phone": "0599 000 350",
    "email": "rana@example.test",
    "office": "MOI-RAM",
    "roles": ["clerk", "identity_counter"],
}


def _add(visit: Visit, **changed: Any) -> Page:
    return visit("workplace", "/en/staff/new/", MANAGER, {**RANA, **changed})


def test_an_official_is_added_and_listed_with_roles_in_words(visit: Visit) -> None:
    added = _add(visit)
    assert added.status == 302, added.text
    listed = visit("workplace", "/en/staff/", MANAGER).text
    assert "Rana Shami" in listed
    assert "verifies people in person" in listed
    assert "رنا الشامي" in visit("workplace", "/staff/", MANAGER, language="ar").text


def test_roles_are_changed_on_the_page_of_the_official(visit: Visit) -> None:
    page = visit("workplace", _add(visit).location, MANAGER, {"sent": "1", "roles": ["analyst"]})
    assert page.status == 302
    (member,) = identity.list_staff(provider="moi")
    assert member.staff.roles == {"analyst"}
    assert visit("workplace", page.location, MANAGER, {"sent": "1"}).status == 302
    assert identity.list_staff(provider="moi")[0].staff.roles == frozenset()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("number", "900000001", "letters, digits and hyphens"),
        ("number", "", "Enter the staff number"),
        ("phone", "12", "for example 0599 000 101"),
        ("email", "rana", "for example name@example.test"),
        ("roles", ["identity_operator"], "identity_operator"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(visit: Visit, field: str, value: Any, told: str) -> None:
    page = _add(visit, **{field: value})
    assert (page.status, told in page.text) == (422, True)
    assert identity.list_staff(provider="moi") == ()


def test_a_number_that_is_taken_is_told(visit: Visit) -> None:
    _add(visit)
    assert "Somebody has this staff number" in _add(visit).text


def test_suspending_takes_a_question(visit: Visit) -> None:
    where = f"{_add(visit).location}suspend/"
    assert "Suspend this official?" in visit("workplace", where, MANAGER, {}).text
    assert identity.list_staff(provider="moi")[0].is_active
    assert visit("workplace", where, MANAGER, {"sure": "yes"}).status == 302
    assert not identity.list_staff(provider="moi")[0].is_active


def test_an_invitation_is_sent_again_until_the_keys_are_bound(visit: Visit) -> None:
    where = _add(visit).location
    assert "invited, keys not yet bound" in visit("workplace", "/en/staff/", MANAGER).text
    assert visit("workplace", f"{where}invite/", MANAGER, {}).location == where
    assert "بانتظار ربط المفتاحين" in visit("workplace", where.removeprefix("/en"), MANAGER, language="ar").text
    assert KeyInvitation.objects.filter(finished_at=None).count() == 1
    KeyInvitation.objects.update(finished_at=now())
    assert "invited, keys not yet bound" not in visit("workplace", "/en/staff/", MANAGER).text


def test_nobody_invites_an_official_of_another_body_or_one_who_is_suspended(visit: Visit) -> None:
    where = _add(visit).location
    stranger = official("MOH-0009", "staff_manager", provider="moh")
    with pytest.raises(identity.NoSuchOfficial):
        visit("workplace", f"{where}invite/", stranger, {})
    visit("workplace", f"{where}suspend/", MANAGER, {"sure": "yes"})
    with pytest.raises(identity.NotInThisState):
        visit("workplace", f"{where}invite/", MANAGER, {})


def test_only_staff_managers_open_these_pages(visit: Visit) -> None:
    for path in ("/en/staff/", "/en/staff/new/", "/en/staff/MOI-0001/"):
        with pytest.raises(PermissionDenied):
            visit("workplace", path, official("MOI-0001", "officer", provider="moi"))
