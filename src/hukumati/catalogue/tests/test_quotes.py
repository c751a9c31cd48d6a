"""For any edits of the form of any service, the quote is the bill, and what is hidden has no say in either."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hukumati.catalogue.checks.simulation import Simulation, registers_of, uploaded_files
from hukumati.catalogue.folder.files import read_folder
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.folder.sources import Sources, read_sources
from hukumati.service_language.api import FILE_TYPES, Definition, FormSession, Question

FOLDERS = sorted(path.parent for path in django_settings.HUKUMATI.services_dir.glob("*/*/flow.yaml"))


@cache
def read(path: Path) -> tuple[Definition, Sources]:
    """Read a service's folder once."""
    folder = read_folder(path=path)
    return parse_definition(folder=folder), read_sources(folder)[0]


def begun(path: Path, number: int) -> tuple[FormSession, dict[str, Any]]:
    """Return the empty form of the person of a scenario, and what the scenario fills in."""
    definition, sources = read(path)
    scenarios = list(sources.scenarios.values())
    scenario = scenarios[number % len(scenarios)].value
    stated = scenario["given"]
    registers = registers_of(
        person=sources.people.value[stated.get("person", "adult")], given=stated.get("registers", {})
    )
    simulation = Simulation(definition=definition, registers=registers, today=date.fromisoformat(stated["today"]))
    files = {question.id for question in definition.form.questions() if question.type in FILE_TYPES}
    filled = {
        name: uploaded_files(value) if name in files else value for name, value in scenario.get("fill", {}).items()
    }
    session = simulation.session()
    return session, {**session.initial_answers(), **filled}


def other_answers(question: Question, session: FormSession) -> st.SearchStrategy[Any]:
    """Draw what else a person may answer to a question, sound or not."""
    codes: list[Any] = [option.code for option in question.options]
    if question.type == "choices":
        return st.lists(st.sampled_from(codes), unique=True) if codes else st.none()
    if question.type == "collection":
        methods: list[Any] = [{"method": code, "place": None} for code in codes]
        return st.sampled_from([*methods, None])
    if question.type in ("record", "records"):
        codes = [str(entry[question.key]) for entry in session.offered_entries(question)]
        return st.sampled_from([*codes, None]).map(lambda key: [key] if key and question.type == "records" else key)
    return st.sampled_from([*codes, None, "yes", "no", "0", "1", "3", "9", "2026-01-01"])


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_the_quote_is_the_bill_after_any_edits(data: st.DataObject) -> None:
    empty, sound = begun(data.draw(st.sampled_from(FOLDERS)), data.draw(st.integers(0, 9)))
    answers: dict[str, Any] = {}
    pages = [page.id for page in empty.definition.form.pages]
    edited = data.draw(st.lists(st.sampled_from(pages), max_size=6))
    for page_id in [*pages, *edited]:
        session = replace(empty, answers=answers)
        raw = dict(sound)
        for question in empty.definition.form.page(page_id).ask:
            if data.draw(st.booleans()):
                raw[question.id] = data.draw(other_answers(question, session))
        cleaned = session.clean_page(page_id, raw)
        answers = answers if cleaned.errors else {**answers, **cleaned.answers}
    draft = replace(empty, answers=answers)
    seen = {question.id: answers.get(question.id) for question in draft.visible_questions()}
    agree(draft, replace(draft, answers=draft.normalised_answers, is_settled=True))
    agree(draft, replace(draft, answers=seen))


def agree(quoted: FormSession, billed: FormSession) -> None:
    """Compare all that is decided from two forms."""
    assert quoted.facts["fee"] == billed.facts["fee"]
    assert quoted.eligibility() == billed.eligibility()
    if not quoted.is_fee_pending():
        assert (quoted.fee(), quoted.delivery()) == (billed.fee(), billed.delivery())
        assert quoted.leads_to_payment() == billed.leads_to_payment()
