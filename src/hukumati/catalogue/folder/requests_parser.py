"""Parses requests.yaml and shared/calendars.yaml: side requests of a case, and when appointments are held."""

from collections.abc import Iterable
from typing import Final

from hukumati.catalogue.folder.csv_parser import CsvFile
from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.durations import parse_duration
from hukumati.catalogue.folder.entries import CalendarEntry, RequestEntry
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import (
    CHECK_REQUEST,
    CONSENT,
    DEFAULT_OUTCOMES,
    OFFICIAL_REQUEST_KINDS,
    PARTY_FACTS,
    Calendar,
    ConsentTerms,
    Duration,
    Form,
    Place,
    SideRequest,
)

CHECK_TEXT = Bilingual(
    ar="ما صرّح به المواطن يختلف عمّا في السجل. أيّهما يُعتمد؟",
    en="What the citizen declared differs from the register. Which stands?",
)
CHECK_DUE = Duration(3, "working_days")
DECLARED = {"ask_and_check_later", "ask_for_paper"}
"""Outage policies by which a citizen answers in a register's place."""
WORDS_OF_CONSENTS: Final = {
    "by": "by: spouse_id",
    "party": "party: the_other_spouse",
    "statement": "statement: spouse_agrees",
    "shows": "shows: [name]",
}
"""What a consent must say, each with an example: whose it is, to what, and what they are shown."""
MAY_SAY: Final = "assurance"


def parse_requests(
    *,
    source: YamlFile[dict[str, RequestEntry]] | None,
    calendars: Iterable[str],
    providers: Iterable[str],
    policies: Iterable[str],
    form: Form,
    assurance: str,
    diagnostics: Diagnostics,
) -> dict[str, SideRequest]:
    """Return the requests of a service, with those that its outage policies let the platform make.

    `assurance` is the level that the service asks of its applicants, and so of others who do not need a higher one.
    """
    requests: dict[str, SideRequest] = {}
    if source is not None:
        parser = _RequestParser(source, set(calendars), set(providers), form, assurance, diagnostics)
        requests = {name: parser.request(name, entry) for name, entry in source.value.items()}
    if DECLARED & set(policies):
        requests[CHECK_REQUEST] = SideRequest(
            CHECK_REQUEST, "check", CHECK_TEXT, CHECK_DUE, "officer", "", DEFAULT_OUTCOMES["check"], waits=True
        )
    return requests


class _RequestParser:
    def __init__(
        self,
        source: YamlFile[dict[str, RequestEntry]],
        calendars: set[str],
        providers: set[str],
        form: Form,
        assurance: str,
        diagnostics: Diagnostics,
    ) -> None:
        self.source, self.calendars, self.providers = source, calendars, providers
        self.form, self.assurance, self.diagnostics = form, assurance, diagnostics

    def request(self, name: str, entry: RequestEntry) -> SideRequest:
        kind = entry["kind"]
        self._check_word(name, entry, "of", wanted=kind in OFFICIAL_REQUEST_KINDS, example=f"of: {'pla.inspector'}")
        self._check_word(name, entry, "calendar", wanted=kind == "appointment", example="calendar: passports")
        for word, example in WORDS_OF_CONSENTS.items():
            self._check_word(name, entry, word, wanted=kind == CONSENT, example=example)
        if kind != CONSENT and MAY_SAY in entry:
            self._check_word(name, entry, MAY_SAY, wanted=False, example="")
        self._check_references(name, entry)
        return SideRequest(
            name=name,
            kind=kind,
            text=self.diagnostics.text(entry["text"], at(self.source, name, "text")),
            due=parse_duration(entry["due"]),
            of=entry.get("of", ""),
            calendar=entry.get("calendar", ""),
            outcomes=self._outcomes(name, entry),
            remind_days=int(entry.get("remind", "2 days").split(" ")[0]),
            waits=entry.get("when_late", "wait" if kind in OFFICIAL_REQUEST_KINDS else "missed") == "wait",
            consent=self._consent(name, entry) if kind == CONSENT else None,
        )

    def _consent(self, name: str, entry: RequestEntry) -> ConsentTerms:
        """Return what somebody is asked to agree to; they are shown answers that exist and no others."""
        questions = [question.id for question in self.form.questions()]
        shows, known = entry.get("shows", []), {question.id for question in self.form.all_questions()}
        for index, question in enumerate(shows):
            if question not in known:
                place = at(self.source, name, "shows", index)
                self.diagnostics.unknown(place, "request.shows", "question", question, known)
        by, place = entry.get("by", "null"), at(self.source, name, "by")
        return ConsentTerms(
            by=self.diagnostics.expression(by, place, [*questions, *PARTY_FACTS]),
            party=self._text(name, entry, "party"),
            statement=self._text(name, entry, "statement"),
            shows=tuple(question for question in shows if question in known),
            assurance=entry.get("assurance", self.assurance),
        )

    def _text(self, name: str, entry: RequestEntry, word: str) -> Bilingual:
        """Return the text that a word names; where the word is missing, that is told already."""
        if word not in entry:
            return Bilingual(ar="", en="")
        return self.diagnostics.text(str(entry[word]), at(self.source, name, word))  # type: ignore[literal-required]  # a word of the table

    def _check_word(self, name: str, entry: RequestEntry, word: str, *, wanted: bool, example: str) -> None:
        if wanted and word not in entry:
            problem = f"{name!r} is {entry['kind']!r} and does not say {word!r}"
            self.diagnostics.add(at(self.source, name), f"request.{word}", problem, f"Add {example}.")
        if not wanted and word in entry:
            problem = f"{name!r} is {entry['kind']!r}, which has no {word!r}"
            self.diagnostics.add(
                at(self.source, name, word), f"request.{word}", problem, "Remove it, or change the kind."
            )

    def _check_references(self, name: str, entry: RequestEntry) -> None:
        calendar, (provider, _, _) = entry.get("calendar"), entry.get("of", "").partition(".")
        if calendar and calendar not in self.calendars:
            place = at(self.source, name, "calendar")
            what = "calendar in shared/calendars.yaml"
            self.diagnostics.unknown(place, "request.calendar", what, calendar, self.calendars)
        if "." in entry.get("of", "") and provider not in self.providers:
            self.diagnostics.unknown(at(self.source, name, "of"), "request.of", "provider", provider, self.providers)

    def _outcomes(self, name: str, entry: RequestEntry) -> dict[str, Bilingual]:
        own = entry.get("outcomes")
        if own and entry["kind"] not in {"opinion", "inspection"}:
            problem = f"{name!r} is {entry['kind']!r}, whose outcomes are the platform's"
            self.diagnostics.add(at(self.source, name, "outcomes"), "request.outcomes", problem, "Remove `outcomes`.")
        if not own:
            return dict(DEFAULT_OUTCOMES[entry["kind"]])
        return {code: self.diagnostics.text(key, at(self.source, name, "outcomes", code)) for code, key in own.items()}


def parse_calendars(
    *,
    source: YamlFile[dict[str, CalendarEntry]] | None,
    offices: CsvFile,
    used: Iterable[str],
    diagnostics: Diagnostics,
) -> dict[str, Calendar]:
    """Return the calendars that the service's appointments name."""
    if source is None:
        return {}
    labels = {cells["code"]: Bilingual(ar=cells["ar"], en=cells["en"]) for cells in offices.rows}
    wanted = set(used)
    return {
        name: _calendar(name, entry, source, labels, diagnostics)
        for name, entry in source.value.items()
        if name in wanted
    }


def _calendar(
    name: str,
    entry: CalendarEntry,
    source: YamlFile[dict[str, CalendarEntry]],
    labels: dict[str, Bilingual],
    diagnostics: Diagnostics,
) -> Calendar:
    for index, code in enumerate(entry["places"]):
        if code not in labels:
            place = at(source, name, "places", index)
            diagnostics.unknown(place, "calendar.place", "office in shared/offices.csv", code, labels)
    if _minutes(entry["to"]) - _minutes(entry["from"]) < entry["slot_minutes"]:
        remedy = "Let `to` be later than `from` by `slot_minutes` at least."
        diagnostics.add(at(source, name, "to"), "calendar.hours", f"{name!r} has no time for an appointment", remedy)
    return Calendar(
        name=name,
        places=tuple(Place(code, labels[code]) for code in entry["places"] if code in labels),
        days=tuple(entry["days"]),
        opens=entry["from"],
        closes=entry["to"],
        slot_minutes=entry["slot_minutes"],
        capacity=entry["capacity"],
    )


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])
