"""Running cases move to a new version: answers, states, drafts; killed and begun again, it ends the same."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from hukumati.cases import api as cases
from hukumati.cases.background.migrate import migrate_all
from hukumati.cases.background.verify import verify
from hukumati.cases.domain.case_state import CaseState, RecordedEvent
from hukumati.cases.models import Case, Event, Task, Timer
from hukumati.cases.tests.asking import asking_service
from hukumati.cases.tests.conftest import DOWNLOAD, KHALED, LAYLA, OFFICER, Citizen, Pay, do_effects, soon
from hukumati.cases.tests.edge import Edge
from hukumati.catalogue import api as catalogue
from hukumati.catalogue.tests.samples import FolderRefused, publish_path
from hukumati.core.models import Event as Fact
from hukumati.service_language.api import Migration

MIGRATE = """
from: 1
states: {review: legal_review}
answers: {employer: workplace}
new: {consent: ask}
drafts: DRAFTS
"""
CONSENT = "      - {id: consent, type: declaration, label: medical_report_text}\n"


RENAMES = (
    ("to: review}", "to: legal_review}"),
    ("to: review,", "to: legal_review,"),
    ("answer: review", "answer: legal_review"),
    ("then: review}", "then: legal_review}"),
    ("  review:\n", "  legal_review:\n"),
)


def renamed(path: Path) -> None:
    """Change the service: a state and a question are called otherwise, and one more question is asked."""
    rewrite(path / "flow.yaml", *RENAMES)
    rewrite(path / "form.yaml", ("id: employer,", "id: workplace, label: employer,"))
    rewrite(
        path / "tests" / "asks.yaml",
        ("state: review", "state: legal_review"),
        ("purpose: travel", "purpose: travel, consent: true"),
    )
    form = path / "form.yaml"
    form.write_text(form.read_text(encoding="utf-8").rstrip() + "\n" + CONSENT, encoding="utf-8")


def rewrite(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


@dataclass
class Account(Citizen):
    """The same person in another account."""

    @property
    def sub(self) -> str:
        return "sub-another"


Publish = Callable[..., UUID]


@pytest.fixture
def publish(transactional_db: None, data_folder: Path, edge: Edge, tmp_path: Path) -> Publish:
    """A function that publishes the service as it was, or changed with its migrate.yaml; it gives the version."""

    def do(migrate: str = "", change: Callable[[Path], None] = renamed) -> UUID:
        path = asking_service(tmp_path / f"services-{len(list(tmp_path.iterdir()))}")
        if migrate:
            change(path)
            (path / "migrate.yaml").write_text(migrate, encoding="utf-8")
        publish_path(path)
        call_command("trust_setup", verbosity=0)
        return catalogue.get_service(code_or_slug="MOJ-NCC").version_id

    return do


def drafts(rule: str) -> str:
    return MIGRATE.replace("DRAFTS", rule)


def draft(id_number: str = LAYLA, kind: type[Citizen] = Citizen) -> Citizen:
    person = kind(id_number, now=soon())
    person.open()
    person.save("about-you", {"phone": "0599000101"})
    person.save("purpose", {"purpose": "employment", "employer": "شركة"})
    person.save("delivery", DOWNLOAD)
    return person


def submitted(pay: Pay, id_number: str = KHALED) -> Citizen:
    person = draft(id_number)
    person.submit()
    pay(person.reference)
    do_effects()
    return person


def of(person: Citizen) -> Case:
    return Case.objects.get(reference=person.reference)


def test_a_submitted_case_moves_with_its_answers_and_work_and_nothing_is_done_again(publish: Publish, pay: Pay) -> None:
    old = publish()
    khaled = submitted(pay)
    before, due = of(khaled), Task.objects.get(closed_at=None).due_at
    new = publish(drafts("move"))
    assert migrate_all(source=old, target=new, now=soon()) == 1
    after = of(khaled)
    assert (after.version_id, after.state, after.last_seq) == (new, "legal_review", before.last_seq + 1)
    assert after.answers["workplace"] == "شركة"
    assert "employer" not in after.answers
    assert after.answers["consent"] is None
    assert (after.due_at, after.milestone) == (before.due_at, before.milestone)
    assert Task.objects.get(closed_at=None).due_at == due
    assert migrate_all(source=old, target=new, now=soon()) == 0
    cases.decide(
        reference=khaled.reference, officer=OFFICER, action="reject", reason="x", seen_seq=after.last_seq, now=soon()
    )
    do_effects()
    assert list(verify()) == []


def test_a_draft_moves_and_is_asked_what_is_new(publish: Publish) -> None:
    old = publish()
    layla = draft()
    migrate_all(source=old, target=publish(drafts("move")), now=soon())
    view = layla.look()
    assert view.answers["workplace"] == "شركة"
    assert view.answered_pages == ("about-you", "purpose")
    layla.view = cases.prefill(reference=layla.reference, sub=layla.sub, now=soon())
    with pytest.raises(cases.AnswersMissing):
        layla.submit()
    layla.save("delivery", {**DOWNLOAD, "consent": "true"})
    layla.submit()
    assert of(layla).state == "to_pay"
    assert list(verify()) == []


def test_a_draft_may_finish_on_the_old_version(publish: Publish) -> None:
    old = publish()
    layla = draft()
    assert migrate_all(source=old, target=publish(drafts("finish_on_old")), now=soon()) == 0
    assert of(layla).version_id == old
    layla.submit()
    assert of(layla).state == "to_pay"


def test_a_draft_may_be_closed_and_is_forgotten(publish: Publish) -> None:
    old = publish()
    layla = draft()
    migrate_all(source=old, target=publish(drafts("close")), now=soon())
    case = of(layla)
    assert (case.state, case.answers, case.closed_at is None) == ("withdrawn", {}, False)
    assert Event.objects.filter(case=case, action="migrated").count() == 1
    assert list(verify()) == []


def test_timers_lead_to_the_states_as_they_are_called_now(publish: Publish) -> None:
    old = publish()
    layla = draft()
    layla.submit()
    flow = drafts("move").replace("review: legal_review", "review: legal_review, withdrawn: given_up")

    def change(path: Path) -> None:
        renamed(path)
        rewrite(path / "flow.yaml", ("withdrawn", "given_up"))

    migrate_all(source=old, target=publish(flow, change), now=soon())
    assert list(Timer.objects.filter(done_at=None).values_list("to_state", flat=True)) == ["given_up"]


def test_publishing_announces_whose_cases_move(publish: Publish) -> None:
    old = publish()
    new = publish(drafts("move"))
    told = Fact.objects.filter(name="catalogue.VersionPublished").order_by("published_at")
    assert [(each.payload["moves_from"], each.payload["version_id"]) for each in told][-1] == (str(old), str(new))


@pytest.mark.parametrize(("left_out", "code"), [
    ("states: {review: legal_review}\n", "migrate.states"),
    ("answers: {employer: workplace}\n", "migrate.answers"),
    ("new: {consent: ask}\n", "migrate.new_questions"),
])  # fmt: skip
def test_a_version_that_leaves_something_without_a_place_is_not_published(
    left_out: str, code: str, publish: Publish
) -> None:
    old = publish()
    with pytest.raises(FolderRefused) as refused:
        publish(drafts("move").replace(left_out, ""))
    assert code in {mistake.code for mistake in refused.value.mistakes}
    assert catalogue.get_service(code_or_slug="MOJ-NCC").version_id == old


@pytest.mark.parametrize("place", ["migrated.before_commit", "migrated.committed"])
def test_killed_in_the_middle_and_begun_again_it_ends_the_same(
    place: str, publish: Publish, pay: Pay, tmp_path: Path, data_folder: Path
) -> None:
    old = publish()
    people = [draft(), submitted(pay), draft(kind=Account)]
    new = publish(drafts("move"))
    folder = tmp_path / "failpoints"
    folder.mkdir()
    (folder / f"cases.{place}").touch()
    assert run(old, new, folder, data_folder) == -signal.SIGKILL
    moved = Event.objects.filter(action="migrated").count()
    assert moved == (0 if place.endswith("before_commit") else 1)
    assert run(old, new, folder, data_folder) == 0
    assert {of(person).version_id for person in people} == {new}
    assert Event.objects.filter(action="migrated").count() == Case.objects.count()
    assert list(verify()) == []


def run(old: UUID, new: UUID, folder: Path, data_folder: Path) -> int:
    code = (
        "import os, django\n"
        "from uuid import UUID\n"
        "from django.conf import settings\n"
        "settings.DATABASES['default']['NAME'] = os.environ['TEST_DATABASE_NAME']\n"
        "django.setup()\n"
        "from hukumati.cases.background.migrate import migrate_all\n"
        "from hukumati.core.clock import now\n"
        f"migrate_all(source=UUID('{old}'), target=UUID('{new}'), now=now())\n"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": "src",
        "DJANGO_SETTINGS_MODULE": "hukumati.project.settings",
        "TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
        "HUKUMATI_DATA_DIR": str(data_folder),
        "HUKUMATI_FAILPOINTS_DIR": str(folder),
    }
    return subprocess.run([sys.executable, "-c", code], env=environment, check=False, timeout=60).returncode


NAMES = st.sampled_from("abcdefgh")
VALUES = st.one_of(st.none(), st.integers(0, 9), st.text(max_size=3))


@given(
    answers=st.dictionaries(NAMES, VALUES),
    renames=st.dictionaries(NAMES, st.one_of(st.none(), NAMES)),
    asked=st.lists(st.sampled_from("xyz"), unique=True),
    fresh=st.dictionaries(st.sampled_from("uvw"), VALUES),
)
def test_answers_are_carried_dropped_and_added_and_none_is_lost_by_a_rename(
    answers: dict[str, Any], renames: dict[str, str | None], asked: list[str], fresh: dict[str, Any]
) -> None:
    targets = [new for new in renames.values() if new is not None]
    kept = [name for name in answers if name not in renames]
    if len(set(targets)) < len(targets) or set(targets) & set(kept):
        return  # service_check refuses two answers in one place
    migration = Migration(1, "move", {}, renames, tuple(asked), fresh)
    added, dropped = migration.carried(answers)
    before = CaseState("s", 1, answers=answers)
    after = before.after(RecordedEvent(2, "migrated", "s", "t", {"answers": added, "dropped": list(dropped)})).answers
    for name, value in answers.items():
        place = renames.get(name, name)
        if place is not None:
            assert after[place] == value
    expected = {renames.get(name, name) for name in answers} - {None}
    assert set(after) == expected | set(asked) | set(fresh)
