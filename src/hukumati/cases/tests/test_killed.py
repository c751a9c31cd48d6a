"""The process is killed at every boundary of the way, once each; the way still ends, and everything happened once."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from hukumati.cases.failpoints import FAILPOINTS
from hukumati.cases.models import Case, Event, Task
from hukumati.cases.tests.conftest import KHALED, LAYLA, Citizen, Pay
from hukumati.cases.tests.edge import CERTIFICATES, Edge
from hukumati.cases.tests.inboxes import hire
from hukumati.documents import api as documents

Check = Callable[[], None]
MOST_KILLS = 30
TELLING = ("interoperability.tell.before_call", "interoperability.tell.after_answer")


class Stepper:
    """Processes that do steps of a case and are killed at each failpoint that they are the first to hit."""

    def __init__(self, folder: Path, edge: Edge, data_dir: Path) -> None:
        self.folder = folder
        self.kills = 0
        self.program = subprocess.Popen(
            [sys.executable, "-m", "hukumati.cases.tests.stepper"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "PYTHONPATH": "src",
                "DJANGO_SETTINGS_MODULE": "hukumati.project.settings",
                "TEST_DATABASE_NAME": connection.settings_dict["NAME"],
                "HUKUMATI_EXCHANGE_URL": edge.url,
                "HUKUMATI_DATA_DIR": str(data_dir),
                "HUKUMATI_FAILPOINTS_DIR": str(folder),
            },
        )

    def until_it_survives(self, step: str, id_number: str, detail: str = "") -> None:
        """Repeat a step as people and workers do."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        order = {"step": step, "id_number": id_number, "detail": detail}
        for _ in range(MOST_KILLS):
            self.program.stdin.write(json.dumps(order) + "\n")
            self.program.stdin.flush()
            end = self.program.stdout.readline().strip()
            if end == "done":
                return
            assert end == "killed", step
            self.kills += 1
        raise AssertionError(f"{step} never survives")

    def apply(self, id_number: str) -> str:
        """All that the person does, each page again and again until it worked."""
        self.until_it_survives("open", id_number)
        for page in ("about-you", "purpose", "delivery"):
            self.until_it_survives("save", id_number, page)
        self.until_it_survives("submit", id_number)
        return Case.objects.get().reference

    def reached(self) -> set[str]:
        return {path.name.partition(".hit.")[0] for path in self.folder.iterdir() if ".hit." in path.name}


@pytest.fixture
def stepper(service: None, edge: Edge, tmp_path: Path) -> Iterator[Stepper]:
    folder = tmp_path / "failpoints"
    folder.mkdir()
    for name in (*FAILPOINTS, *TELLING):
        (folder / name).touch()
    running = Stepper(folder, edge, settings.HUKUMATI.data_dir)
    yield running
    with running.program:
        running.program.terminate()


def test_killed_everywhere_a_clear_case_ends_once(
    stepper: Stepper, pay_silently: Pay, all_is_well: Check, edge: Edge
) -> None:
    layla = Citizen(LAYLA, reference=stepper.apply(LAYLA))
    pay_silently(layla.reference)
    stepper.until_it_survives("hear", LAYLA)
    stepper.until_it_survives("work", LAYLA)
    assert layla.look().state == "done"
    assert stepper.kills == len(stepper.reached()) >= 20
    assert len(documents.list_documents(case_reference=layla.reference)) == 1
    happened = Counter(Event.objects.values_list("action", flat=True))
    once = ("open", "prefill", "submit", "paid", "answered", "told", "issued", "handed_over")
    assert [happened[name] for name in once] == [1] * len(once)
    assert stepper.reached() > {"cases.tell.before", "cases.tell.prepared", "cases.tell.told", *TELLING}
    assert "cases.revoke.before_commit" in stepper.reached()
    assert [told.message["case"] for told in edge.told.values()] == [layla.reference]
    assert edge.heard[CERTIFICATES] > 1
    all_is_well()


def test_killed_everywhere_an_officers_case_ends_once(stepper: Stepper, pay_silently: Pay, all_is_well: Check) -> None:
    khaled = Citizen(KHALED, reference=stepper.apply(KHALED))
    pay_silently(khaled.reference)
    for step, detail in (
        ("hear", ""), ("work", ""), ("decide", "ask_citizen"), ("answer", ""), ("decide", "reject"), ("work", ""),
    ):  # fmt: skip
        stepper.until_it_survives(step, KHALED, detail)
    assert khaled.look().state == "refused"
    assert stepper.reached() > {"cases.ask_citizen.committed", "cases.answer.before_commit", "cases.reject.committed"}
    assert len(documents.list_documents(case_reference=khaled.reference)) == 1
    happened = Counter(Event.objects.values_list("action", flat=True))
    assert [happened[name] for name in ("ask_citizen", "answer", "reject", "issued")] == [1] * 4
    all_is_well()


def test_killed_as_a_supervisor_hands_a_case_on_it_changes_hands_once(
    stepper: Stepper, pay_silently: Pay, all_is_well: Check
) -> None:
    hire("MOJ-1002", "MOJ-HBN")
    pay_silently(stepper.apply(KHALED))
    for step, detail in (("hear", ""), ("work", ""), ("take_over", ""), ("assign", "MOJ-1002")):
        stepper.until_it_survives(step, KHALED, detail)
    places = ("before_commit", "committed")
    assert stepper.reached() > {f"cases.{name}.{place}" for name in ("take_over", "assign") for place in places}
    happened = Counter(Event.objects.values_list("action", flat=True))
    assert [happened[name] for name in ("take_over", "assign")] == [1, 1]
    assert Task.objects.get(closed_at=None).claimed_by == "MOJ-1002"
    all_is_well()


def test_killed_as_a_draft_is_deleted_it_is_deleted_once(stepper: Stepper, all_is_well: Check) -> None:
    for step, detail in (("open", ""), ("save", "about-you"), ("discard", "")):
        stepper.until_it_survives(step, LAYLA, detail)
    assert stepper.reached() > {"cases.discard.before_commit", "cases.discard.committed"}
    assert Event.objects.filter(action="discard").count() == 1
    assert Case.objects.get().answers == {}
    all_is_well()


def test_the_jobs_themselves_carry_a_case_to_its_end(
    layla: Citizen, pay_silently: Pay, run_jobs: Callable[[], list[Exception]], all_is_well: Check
) -> None:
    layla.fill()
    layla.submit()
    pay_silently(layla.reference)
    run_jobs()
    assert layla.look().state == "done"
    all_is_well()
