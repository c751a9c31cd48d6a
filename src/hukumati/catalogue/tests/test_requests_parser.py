"""Side requests and calendars: what belongs to which kind, and when an appointment fits."""

from dataclasses import replace

import pytest

from hukumati.catalogue.folder.csv_parser import CsvFile
from hukumati.catalogue.folder.diagnostics import Diagnostics
from hukumati.catalogue.folder.requests_parser import WORDS_OF_CONSENTS, parse_calendars, parse_requests
from hukumati.catalogue.folder.yaml_parser import parse_yaml
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Calendar, Duration, Form, Page, Question, SideRequest

TEXT = Bilingual(ar="ن", en="T")
OTHER = Question(id="other", type="id_number", label=TEXT)
CONSENT = "kind: consent, text: t, due: 14 days, by: other, party: t, statement: t, shows: [other]"
OFFICES = CsvFile("shared/offices.csv", ("code", "ar", "en"), ({"code": "A-1", "ar": "أ", "en": "A"},), (2,))


def requests(text: str, *policies: str) -> tuple[dict[str, SideRequest], list[str]]:
    diagnostics, form = Diagnostics(texts={"t": Bilingual(ar="ن", en="T")}), Form((Page("p", TEXT, (OTHER,)),))
    source = parse_yaml(file="requests.yaml", data=text.encode()) if text else None
    found = parse_requests(
        source=source, calendars=["passports"], providers=["moh"], policies=policies, form=form,
        assurance="substantial", diagnostics=diagnostics,
    )  # fmt: skip
    return found, [f"{mistake.line} {mistake.code}" for mistake in diagnostics.mistakes]


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        ("{kind: paper, text: t, due: 14 days}", []),
        ("{kind: appointment, text: t, due: 14 days, calendar: passports}", []),
        ("{kind: appointment, text: t, due: 14 days}", ["1 request.calendar"]),
        ("{kind: appointment, text: t, due: 14 days, calendar: passport}", ["1 request.calendar"]),
        ("{kind: paper, text: t, due: 14 days, calendar: passports}", ["1 request.calendar"]),
        ("{kind: opinion, text: t, due: 14 days, of: moh.officer}", []),
        ("{kind: opinion, text: t, due: 14 days, of: officer}", []),
        ("{kind: opinion, text: t, due: 14 days}", ["1 request.of"]),
        ("{kind: opinion, text: t, due: 14 days, of: moi.officer}", ["1 request.of"]),
        ("{kind: paper, text: t, due: 14 days, of: moh.officer}", ["1 request.of"]),
        ("{kind: inspection, text: t, due: 14 days, of: moh.officer, outcomes: {good: t}}", []),
        ("{kind: paper, text: t, due: 14 days, outcomes: {good: t}}", ["1 request.outcomes"]),
        ("{kind: paper, text: missing, due: 14 days}", ["1 text.missing"]),
        (f"{{{CONSENT}}}", []),
        (f"{{{CONSENT}, assurance: high}}", []),
        ("{kind: consent, text: t, due: 14 days}", [f"1 request.{word}" for word in WORDS_OF_CONSENTS]),
        (f"{{{CONSENT}, of: moh.officer}}", ["1 request.of"]),
        (f"{{{CONSENT}, outcomes: {{agreed: t, perhaps: t}}}}", ["1 request.outcomes"]),
        (f"{{{CONSENT.replace('[other]', '[another]')}}}", ["1 request.shows"]),
        (f"{{{CONSENT.replace('by: other', 'by: another')}}}", ["1 expression.name"]),
        (f"{{{CONSENT.replace('statement: t', 'statement: missing')}}}", ["1 text.missing"]),
        ("{kind: paper, text: t, due: 14 days, by: other}", ["1 request.by"]),
        ("{kind: paper, text: t, due: 14 days, assurance: high}", ["1 request.assurance"]),
    ],
)
def test_each_kind_has_its_own_words(entry: str, codes: list[str]) -> None:
    assert requests(f"r: {entry}\n")[1] == codes


def test_what_is_left_out_is_as_the_kind_says() -> None:
    paper = "p: {kind: paper, text: t, due: 2 working_days, remind: 5 days}\n"
    found, _ = requests(paper + "o: {kind: opinion, text: t, due: 1 day, of: x}\n")
    assert (found["p"].due, found["p"].remind_days, found["p"].waits) == (Duration(2, "working_days"), 5, False)
    assert (found["o"].due, found["o"].remind_days, found["o"].waits) == (Duration(1, "days"), 2, True)
    assert list(found["o"].outcomes) == ["favourable", "unfavourable"]
    waiting, _ = requests("p: {kind: paper, text: t, due: 1 day, when_late: wait}\n")
    assert waiting["p"].waits
    missed, _ = requests("o: {kind: opinion, text: t, due: 1 day, of: x, when_late: missed}\n")
    assert not missed["o"].waits


def test_the_platform_checks_what_was_declared() -> None:
    assert requests("")[0] == {}
    assert requests("", "block_with_notice", "accept_and_queue")[0] == {}
    for policy in ("ask_and_check_later", "ask_for_paper"):
        (check,) = requests("", policy)[0].values()
        assert (check.kind, check.due, check.waits) == ("check", Duration(3, "working_days"), True)


def calendars(hours: str, *, used: str = "passports") -> tuple[dict[str, Calendar], list[str]]:
    diagnostics = Diagnostics()
    text = f"passports: {{places: [A-1, B-2], days: [sun], {hours}, slot_minutes: 15, capacity: 3}}\n"
    source = parse_yaml(file="shared/calendars.yaml", data=text.encode())
    found = parse_calendars(source=source, offices=OFFICES, used=[used], diagnostics=diagnostics)
    return found, [mistake.code for mistake in diagnostics.mistakes]


def test_an_appointment_must_fit_into_the_hours() -> None:
    assert calendars('from: "09:00", to: "09:15"')[1] == ["calendar.place"]
    assert calendars('from: "09:50", to: "10:04"')[1] == ["calendar.place", "calendar.hours"]
    assert calendars('from: "10:00", to: "09:00"')[1] == ["calendar.place", "calendar.hours"]


def test_only_calendars_that_are_used_are_read() -> None:
    assert calendars('from: "09:00", to: "13:00"', used="other") == ({}, [])
    (calendar,) = calendars('from: "09:00", to: "13:00"')[0].values()
    assert [place.code for place in calendar.places] == ["A-1"]
    assert (calendar.opens, calendar.closes, calendar.slot_minutes, calendar.capacity) == ("09:00", "13:00", 15, 3)
    assert replace(calendar, name="x").days == ("sun",)
    assert parse_calendars(source=None, offices=OFFICES, used=["passports"], diagnostics=Diagnostics()) == {}
