"""Officials of a body: hired, given roles, suspended, by somebody else than themselves."""

from dataclasses import replace
from typing import Final

import pytest

from hukumati.core import audit
from hukumati.core.bilingual import Bilingual
from hukumati.identity import api
from hukumati.identity.models import KeyInvitation, LoginSession
from hukumati.identity.tests.browser import OFFICER, Browser, open_officer
from hukumati.identity.tests.moments import NOON
from hukumati.identity.use_cases.accounts import find_by_login
from hukumati.identity.use_cases.staff import Manager

pytestmark = pytest.mark.django_db
MANAGER: Final = Manager("MOJ-0099", "moj")
NEW: Final = api.NewAccount(
    login="",
    id_number=None,
    password="",
    name=Bilingual(ar="رنا", en="Rana"),
    phone="",
    email="r@example.test",
    born_on=None,
)
CLERK: Final = api.Staff("MOJ-0050", "moj", "MOJ-RAM", frozenset({"clerk"}))


def _hire(staff: api.Staff = CLERK, manager: Manager = MANAGER) -> api.Member:
    return api.hire(new=NEW, staff=staff, manager=manager, now=NOON)


def test_an_official_is_hired_into_the_managers_own_body() -> None:
    member = _hire(replace(CLERK, provider="moh"))
    assert (member.staff.provider, member.staff.roles) == ("moj", frozenset({"clerk"}))
    assert [each.staff.number for each in api.list_staff(provider="moj")] == ["MOJ-0050"]
    assert api.list_staff(provider="moh") == ()


def test_who_is_hired_is_sent_the_invitation_to_bind_their_keys() -> None:
    _hire()
    invitation = KeyInvitation.objects.select_related("account").get()
    assert (invitation.account.login, invitation.invited_by) == (CLERK.number, f"staff:{MANAGER.number}")


def test_a_staff_number_is_given_once() -> None:
    _hire()
    with pytest.raises(api.NotInThisState):
        _hire()


@pytest.mark.parametrize("role", ["identity_operator", "identity_officer", "staff_manager", "cabinet", "king"])
def test_requirement_42_a_body_gives_no_role_that_is_not_its_own_to_give(role: str) -> None:
    with pytest.raises(api.RoleNotGiven):
        _hire(replace(CLERK, roles=frozenset({role})))
    _hire()
    with pytest.raises(api.RoleNotGiven):
        api.change_roles(number=CLERK.number, roles=["clerk", role], manager=MANAGER)


def test_requirement_42_nobody_changes_or_suspends_themself() -> None:
    _hire()
    myself = Manager(CLERK.number, "moj")
    with pytest.raises(api.NotInThisState):
        api.change_roles(number=CLERK.number, roles=["officer"], manager=myself)
    with pytest.raises(api.NotInThisState):
        api.suspend_member(number=CLERK.number, manager=myself, reason="tired", now=NOON)


def test_another_body_finds_no_official_of_ours() -> None:
    _hire()
    for attempt in (
        lambda: api.get_member(number=CLERK.number, provider="moh"),
        lambda: api.change_roles(number=CLERK.number, roles=[], manager=Manager("MOH-1", "moh")),
        lambda: api.suspend_member(number=CLERK.number, manager=Manager("MOH-1", "moh"), reason="x", now=NOON),
    ):
        with pytest.raises(api.NoSuchOfficial):
            attempt()


def test_roles_count_in_sessions_that_are_open(provider: None, browser: Browser) -> None:
    open_officer()
    number = OFFICER
    browser.sign_in(number)
    sid = str(LoginSession.objects.get().id)
    manager = Manager("MOJ-0099", api.find_official(number=number).staff.provider)  # type: ignore[union-attr]
    assert api.change_roles(number=number, roles=["analyst"], manager=manager)
    active = api.find_active_session(sid=sid)
    assert active is not None
    assert active.place is not None
    assert active.place.roles == {"analyst"}
    assert not api.change_roles(number=number, roles=["analyst"], manager=manager)
    account = find_by_login(number)
    assert account is not None
    subject = f"person:{account.id_number}" if account.id_number else f"staff:{number}"
    assert "identity.roles_changed" in [entry.action for entry in audit.list_entries(subject=subject)]


def test_a_suspended_official_is_signed_out_at_once(provider: None, browser: Browser) -> None:
    open_officer()
    number = OFFICER
    browser.sign_in(number)
    manager = Manager("MOJ-0099", api.find_official(number=number).staff.provider)  # type: ignore[union-attr]
    api.suspend_member(number=number, manager=manager, reason="left", now=NOON)
    assert api.find_active_session(sid=str(LoginSession.objects.get().id)) is None
    assert not api.get_member(number=number, provider=manager.provider).is_active
