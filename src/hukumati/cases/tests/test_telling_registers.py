"""What a case decided is told to the register concerned: once, whatever happens to the message or to its answer."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from hukumati.cases import api as cases
from hukumati.cases.background.erase import erase_old
from hukumati.cases.engine.tell_register import forget_prefilled
from hukumati.cases.models import Case, Effect, Event
from hukumati.cases.tests.card import confirm, take
from hukumati.cases.tests.conftest import LAYLA, OFFICER, Citizen, Pay, Work, later, soon
from hukumati.cases.tests.edge import CERTIFICATES, PERSON, Edge
from hukumati.core.clock import local_date
from hukumati.documents import api as documents
from hukumati.interoperability import api as interoperability


@pytest.fixture
def layla_paid(layla: Citizen, pay: Pay) -> Citizen:
    layla.fill()
    layla.submit()
    pay(layla.reference)
    return layla


def test_the_register_is_told_before_the_paper_is_issued(layla_paid: Citizen, edge: Edge, work: Work) -> None:
    work()
    assert layla_paid.look().state == "done"
    [notice] = edge.told.values()
    assert notice.message == {"id_number": layla_paid.id_number, "case": layla_paid.reference, "clear": True}
    actions = list(Event.objects.order_by("seq").values_list("action", flat=True))
    assert actions.index("told") < actions.index("issued")


def test_the_person_reads_that_a_register_was_told(layla_paid: Citizen, edge: Edge, work: Work) -> None:
    work()
    record = next(each for each in interoperability.list_queries(subject_id=layla_paid.id_number) if each.is_notice)
    assert (record.contract, record.outcome, record.purpose) == ("moj.record_certified", "told", "MOJ-NCC")


def test_a_register_that_is_away_is_told_when_it_returns(layla_paid: Citizen, edge: Edge, work: Work) -> None:
    edge.down.add(CERTIFICATES)
    work()
    assert (layla_paid.look().state, layla_paid.look().delayed) == ("issuing", "register")
    edge.down.clear()
    work(soon(hours=2))
    assert layla_paid.look().state == "done"
    assert len(edge.told) == 1


def test_what_was_recorded_without_an_answer_is_recorded_once(layla_paid: Citizen, edge: Edge, work: Work) -> None:
    edge.silent_after.add(CERTIFICATES)
    work()
    assert layla_paid.look().state == "issuing"
    edge.silent_after.clear()
    work(soon(hours=2))
    assert layla_paid.look().state == "done"
    assert edge.heard[CERTIFICATES] == 2
    assert len(edge.told) == 1


@pytest.mark.parametrize(("valid", "counted_from"), [("90 days", 3), ("{for: 90 days, from: today}", 0)])
def test_a_period_that_is_told_and_sealed_days_later_counts_from_the_day_of_the_decision(
    transactional_db: None,
    data_folder: Path,
    tmp_path: Path,
    edge: Edge,
    pay: Pay,
    work: Work,
    valid: str,
    counted_from: int,
) -> None:
    publish_certificate(tmp_path, valid)
    layla = Citizen(LAYLA)
    layla.fill()
    layla.submit()
    pay(layla.reference)
    edge.down.add(CERTIFICATES)
    work()
    edge.down.clear()
    work(soon(days=3))
    [document] = documents.list_documents(case_reference=layla.reference)
    assert document.issued_on == local_date(soon(days=3))
    assert document.valid_until == local_date(soon(days=counted_from + 90))


def publish_certificate(root: Path, valid: str) -> None:
    """Publish the certificate with another period of validity."""
    services, target = settings.HUKUMATI.services_dir, root / "moj" / "non-conviction-certificate"
    shutil.copytree(services / "shared", root / "shared")
    shutil.copytree(services / "moj" / target.name, target)
    spec = target / "documents" / "certificate.yaml"
    spec.write_text(spec.read_text("utf-8").replace("valid: 90 days", f"valid: {valid}"), "utf-8")
    call_command("service_publish", target, verbosity=0)
    call_command("trust_setup", verbosity=0)


def exhaust(work: Work) -> None:
    """Let the register be tried as often as the service says."""
    for day in range(1, 12):
        work(later(days=day))


def test_what_a_register_refuses_comes_to_an_officer_and_is_told_anew(
    layla_paid: Citizen, edge: Edge, work: Work
) -> None:
    edge.refusing[CERTIFICATES] = "closed"
    work()
    assert layla_paid.look().state == "not_recorded"
    assert edge.heard[CERTIFICATES] == 1
    edge.refusing.clear()
    take(layla_paid, "record_again", reason="recorded")
    work()
    assert layla_paid.look().state == "done"
    keys = Effect.objects.filter(kind="tell").values_list("notice__key", flat=True)
    assert len(set(keys)) == 2


def test_an_officer_who_tells_again_what_is_unknown_tells_the_same(layla_paid: Citizen, edge: Edge, work: Work) -> None:
    edge.silent_after.add(CERTIFICATES)
    exhaust(work)
    assert layla_paid.look().state == "unfinished"  # it may have been recorded: nothing leads to a refusal
    edge.silent_after.clear()
    take(layla_paid, "try_again", reason="told again")
    work(later(days=12))
    assert layla_paid.look().state == "done"
    assert len(edge.told) == 1


def test_two_officials_who_know_that_nothing_was_recorded_lead_the_case_back(
    layla_paid: Citizen, edge: Edge, work: Work
) -> None:
    edge.down.add(CERTIFICATES)
    exhaust(work)
    assert layla_paid.look().state == "unfinished"
    offered = cases.open_for_officer(reference=layla_paid.reference, officer=OFFICER, now=soon())
    assert offered.actions == ("try_again", "back_to_officer")
    take(layla_paid, "back_to_officer", reason="the register has no such entry")
    assert layla_paid.look().state == "unfinished"
    confirm(layla_paid)
    assert layla_paid.look().state == "review"


def test_what_was_recorded_and_could_not_be_sealed_is_told_once_and_sealed_later(
    layla_paid: Citizen, edge: Edge, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = settings.HUKUMATI.data_dir / "trust"
    hidden = key.rename(key.with_name("hidden"))
    exhaust(work)
    assert layla_paid.look().state == "unfinished"
    offered = cases.open_for_officer(reference=layla_paid.reference, officer=OFFICER, now=soon())
    assert offered.actions == ("try_again",)
    hidden.rename(key)
    take(layla_paid, "try_again", reason="the key is back")
    work(later(days=13))
    assert layla_paid.look().state == "done"
    assert len(edge.told) == 1
    assert len(set(Effect.objects.filter(kind="tell").values_list("notice__key", flat=True))) == 1


def test_what_was_recorded_is_sealed_though_the_register_is_silent_from_then_on(
    layla_paid: Citizen, edge: Edge, work: Work
) -> None:
    key = settings.HUKUMATI.data_dir / "trust"
    hidden = key.rename(key.with_name("hidden"))
    exhaust(work)
    edge.down.add(CERTIFICATES)
    hidden.rename(key)
    take(layla_paid, "try_again", reason="the key is back")
    work(later(days=13))
    assert layla_paid.look().state == "done"
    assert len(edge.told) == 1


def test_a_paper_sealed_at_a_second_try_tells_of_the_period_that_the_register_recorded(
    transactional_db: None, data_folder: Path, tmp_path: Path, edge: Edge, pay: Pay, work: Work
) -> None:
    publish_certificate(tmp_path, "{for: 90 days, from: today}")
    layla = Citizen(LAYLA)
    layla.fill()
    layla.submit()
    pay(layla.reference)
    told = later(days=1)  # the first time that anything is done
    hidden = (settings.HUKUMATI.data_dir / "trust").rename(settings.HUKUMATI.data_dir / "hidden")
    exhaust(work)
    hidden.rename(settings.HUKUMATI.data_dir / "trust")
    take(layla, "try_again", reason="the key is back")
    work(later(days=13))
    [document] = documents.list_documents(case_reference=layla.reference)
    assert document.valid_until == local_date(told) + timedelta(days=90)


def test_a_draft_filled_in_before_a_register_was_told_asks_it_anew(layla: Citizen, edge: Edge) -> None:
    layla.fill()
    forget_prefilled(Case.objects.get())
    before = edge.asked[PERSON]
    assert layla.submit().state == "to_pay"
    assert edge.asked[PERSON] == before + 1


def test_what_a_register_was_told_is_forgotten_with_the_case(layla_paid: Citizen, edge: Edge, work: Work) -> None:
    work()
    assert erase_old(now=soon() + timedelta(days=366 * 5)) == 1
    assert not Effect.objects.exclude(notice=None).exists()
