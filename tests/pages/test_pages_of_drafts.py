"""Pages of drafts: refused attempts leave none, every draft can be deleted, and what registers changed is shown."""

from hukumati.cases.models import Case
from hukumati.cases.tests.conftest import DEAD, LAYLA, Citizen
from hukumati.cases.tests.edge import Edge
from hukumati.core.clock import now
from tests.pages.conftest import Visit, person

LAYLAS = person(f"sub-{LAYLA}", LAYLA)
APPLY = "/en/services/non-conviction-certificate/apply/"


def test_a_draft_is_deleted_from_the_list_after_a_question(service: None, visit: Visit) -> None:
    layla = Citizen(LAYLA)
    layla.fill()
    path = f"/en/applications/{layla.reference}/delete/"
    assert path in visit("portal", "/en/applications/", LAYLAS).text
    asked = visit("portal", path, LAYLAS)
    assert (asked.status, "Delete this draft?" in asked.text) == (200, True)
    assert layla.look().is_draft
    for _ in range(2):
        assert visit("portal", path, LAYLAS, {}).location == "/en/applications/"
    assert layla.reference not in visit("portal", "/en/applications/", LAYLAS).text
    assert "This draft was deleted." in visit("portal", f"/en/applications/{layla.reference}/", LAYLAS).text


def test_what_was_submitted_is_not_deleted(service: None, visit: Visit) -> None:
    layla = Citizen(LAYLA)
    layla.fill()
    layla.submit()
    looked: dict[str, str] | None = None
    for data in (looked, {}):
        page = visit("portal", f"/en/applications/{layla.reference}/delete/", LAYLAS, data)
        assert page.location == f"/en/applications/{layla.reference}/"
    assert layla.look().state == "to_pay"


def test_a_refused_attempt_leaves_no_draft(service: None, visit: Visit) -> None:
    dead = person(f"sub-{DEAD}", DEAD)
    for _ in range(2):
        page = visit("portal", APPLY, dead)
        assert "You cannot apply for this service" in page.text
    assert not Case.objects.filter(closed_at=None).exists()
    assert "You have no applications yet." in visit("portal", "/en/applications/", dead).text


def test_the_check_page_names_what_registers_have_changed(service: None, edge: Edge, visit: Visit) -> None:
    layla = Citizen(LAYLA)
    seen = layla.fill().last_seq
    before = edge.people[LAYLA]
    name = {"ar": {**before["name"]["ar"], "family": "حداد"}, "en": {**before["name"]["en"], "family": "Haddad"}}
    edge.people[LAYLA] = {**before, "name": name}
    Case.objects.update(prefilled_at=now().replace(year=now().year - 1))
    check = f"/en/applications/{layla.reference}/check/"
    assert visit("portal", check, LAYLAS, {"seen": str(seen)}).location == f"{check}?changed"
    page = visit("portal", check, LAYLAS)
    edge.people[LAYLA] = before
    assert "Government records have changed" in page.text
    assert "Haddad" in page.text
    assert layla.look().is_draft
