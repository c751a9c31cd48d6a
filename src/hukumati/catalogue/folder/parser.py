"""Parses a folder into a Definition, or says everything that keeps it from being one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from hukumati.catalogue.folder.answer_parser import parse_answer
from hukumati.catalogue.folder.calculation_parser import parse_calculations
from hukumati.catalogue.folder.call_parser import parse_call
from hukumati.catalogue.folder.diagnostics import At, Diagnostics, at
from hukumati.catalogue.folder.document_parser import parse_document
from hukumati.catalogue.folder.durations import parse_duration
from hukumati.catalogue.folder.entries import MessageEntry, RuleEntry
from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder.flow_parser import parse_flow
from hukumati.catalogue.folder.form_parser import RESERVED, parse_form
from hukumati.catalogue.folder.guides import render_guide
from hukumati.catalogue.folder.lateness_parser import parse_lateness
from hukumati.catalogue.folder.migration_parser import parse_migration
from hukumati.catalogue.folder.requests_parser import parse_calendars, parse_requests
from hukumati.catalogue.folder.sources import Sources, read_sources
from hukumati.catalogue.folder.table_parser import parse_list, parse_table
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import (
    FACT_NAMES,
    Calculation,
    Calendar,
    Choice,
    Definition,
    DocumentSpec,
    Expression,
    Form,
    MessageSpec,
    Migration,
    NoticeSpec,
    Once,
    Promise,
    SideRequest,
    Status,
    Table,
)

BEFORE_A_CASE = ("case", "fee")
NO_RULE: Final[RuleEntry] = {"table": "", "hit": "FIRST", "gives": {}}


@dataclass(frozen=True, slots=True)
class ParsedFolder:
    """A definition with the files it came from, for the checks that follow, and the mistakes found so far.

    `is_malformed`: a schema has refused values, so that they may be anything.
    """

    definition: Definition
    sources: Sources
    diagnostics: Diagnostics
    is_malformed: bool


def parse_definition(*, folder: Folder) -> Definition:
    """Return the definition of a folder without mistakes. Raises FolderRefused."""
    parsed = parse_folder(folder=folder)
    if parsed.diagnostics.mistakes:
        raise FolderRefused(parsed.diagnostics.mistakes)
    return parsed.definition


def parse_folder(*, folder: Folder) -> ParsedFolder:
    """Parse a folder as far as its form allows; what is wrong becomes diagnostics. Raises FolderRefused."""
    sources, of_form = read_sources(folder)
    parser = _FolderParser(sources)
    parser.diagnostics.mistakes += of_form
    try:
        return parser.parsed(is_malformed=bool(of_form))
    except Exception:
        if not of_form:
            raise
        # a value that the schema refused: what was found until here is all that can be said
        raise FolderRefused(parser.diagnostics.mistakes) from None


class _FolderParser:
    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.service = sources.service.value
        ar, en = sources.ar.value, sources.en.value
        self.diagnostics = Diagnostics(
            texts={key: Bilingual(ar=text, en=en.get(key, text)) for key, text in ar.items()},
        )

    def parsed(self, *, is_malformed: bool) -> ParsedFolder:
        return ParsedFolder(
            definition=self.definition(),
            sources=self.sources,
            diagnostics=self.diagnostics,
            is_malformed=is_malformed,
        )

    def definition(self) -> Definition:
        service = self.service
        lists = self.lists()
        uses = tuple(service["uses"])
        provider_name = self.provider_name()
        form = self.form(lists, provider_name)
        asked = [*(question.id for question in form.questions()), *FACT_NAMES]
        officials = self.of_officials(form)["show"]
        calculations = self.calculations(asked, taken=officials)
        asked += calculations
        names = [*asked, *officials]
        documents = self.documents(names)
        messages = {name: self.message(name, source) for name, source in self.sources.messages.items()}
        requests = self.requests(form)
        tells = self.tells(names)
        effects = {"ask": uses, "tell": tells, "issue": documents, "revoke": documents, "notify": messages}
        known = self.known_to_flow(form, {**effects, "request": requests})
        fee_rule, delivery_rule = self.rule("fee"), self.rule("delivery")
        definition = Definition(
            id=service["id"],
            code=service["code"],
            slug=self.sources.name,
            name=self.text("name"),
            summary=self.text("summary"),
            keywords=self.keywords(),
            provider=service["provider"],
            provider_name=provider_name,
            kind=service["kind"],
            audience=tuple(service["audience"]),
            assurance=service["assurance"],
            status=self.status(),
            call=parse_call(source=self.sources.service, diagnostics=self.diagnostics),
            once=self.once([name for name in asked if name not in BEFORE_A_CASE]),
            promise=self.promise(),
            keep_draft_days=self.days_kept("draft") or 0,
            collect=tuple(service.get("collect", ())),
            uses=uses,
            if_down=dict(service.get("if_down", {})),
            life_events=tuple(service.get("life_events", ())),
            form=form,
            flow=parse_flow(source=self.sources.flow, names=names, known=known, diagnostics=self.diagnostics),
            tables=self.tables([name for name in names if name not in BEFORE_A_CASE]),
            lists=lists,
            documents=documents,
            messages=messages,
            texts=dict(self.diagnostics.texts),
            guide=Bilingual(**{language: render_guide(text) for language, text in self.sources.guides.items()}),
            fee_currency=fee_rule.get("currency", "ILS"),
            fee_official=fee_rule.get("official", False),
            budget_code=fee_rule.get("budget_code", ""),
            delivery_budget_code=delivery_rule.get("budget_code", ""),
            reference_prefix=service.get("reference_prefix", ""),
            requests=requests,
            migration=self.migration(form),
            calendars=self.calendars(requests),
            calculations=calculations,
            tells=tells,
            keep_case_days=self.days_kept("case"),
        )
        return self.with_register_questions(definition, names)

    def with_register_questions(self, definition: Definition, names: list[str]) -> Definition:
        """Return the definition with which registers are asked, about whom, with what; and what is read of them.

        With it comes for whom one may apply besides oneself.
        """
        return replace(
            definition,
            mandates=tuple(self.service.get("mandates", ())),
            answer=parse_answer(source=self.sources.answer, names=names, diagnostics=self.diagnostics),
            ask_first=tuple(self.service.get("ask_first", ())),
            ask_with=self.ask_with(names),
            ask_about=self.ask_about(names),
        )

    def days_kept(self, what: Literal["draft", "case"]) -> int | None:
        """Return for how long something is kept; None where the service does not say."""
        entry = self.service.get("keep", {}).get(what)
        return None if entry is None else parse_duration(entry).amount

    def form(self, lists: dict[str, tuple[Choice, ...]], provider: Bilingual) -> Form:
        return parse_form(
            source=self.sources.form,
            lists=lists,
            collect=self.service.get("collect", ()),
            uses=tuple(self.service["uses"]),
            provider=provider,
            diagnostics=self.diagnostics,
        )

    def calculations(self, asked: list[str], *, taken: list[str]) -> dict[str, Calculation]:
        return parse_calculations(
            source=self.sources.service,
            names=[name for name in asked if name not in BEFORE_A_CASE],
            taken={*asked, *taken, *RESERVED},
            diagnostics=self.diagnostics,
        )

    @staticmethod
    def of_officials(form: Form) -> dict[str, list[str]]:
        """Name the sheets that an action may fill in, and the answers that a state may show."""
        questions = [question.id for question in form.official_questions()]
        return {"fill": [sheet.id for sheet in form.officials], "show": questions}

    def known_to_flow(self, form: Form, effects: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
        """Name what a flow may speak of, by word: `effects` what those of each kind may name."""
        named = {kind: [*names] for kind, names in effects.items()}
        return {**named, "charge": [*self.service.get("rules", {})], **self.of_officials(form)}

    def requests(self, form: Form) -> dict[str, SideRequest]:
        calendars = self.sources.calendars
        return parse_requests(
            source=self.sources.requests,
            calendars=calendars.value if calendars else (),
            providers=self.sources.providers.value,
            policies=self.outage_policies(),
            form=form,
            assurance=self.service["assurance"],
            diagnostics=self.diagnostics,
        )

    def migration(self, form: Form) -> Migration | None:
        return parse_migration(
            source=self.sources.migrate,
            states=self.sources.flow.value["states"],
            questions=[question.id for question in form.all_questions()],
            diagnostics=self.diagnostics,
        )

    def calendars(self, requests: dict[str, SideRequest]) -> dict[str, Calendar]:
        return parse_calendars(
            source=self.sources.calendars,
            offices=self.sources.places["offices"],
            used=[each.calendar for each in requests.values()],
            diagnostics=self.diagnostics,
        )

    def rule(self, name: str) -> RuleEntry:
        """Return the entry of a table, for one that the service does not have an entry that says nothing."""
        return self.service.get("rules", {}).get(name, NO_RULE)

    def outage_policies(self) -> set[str]:
        """Collect the outage policies of the service and of its questions."""
        questions = [each for page in self.sources.form.value["pages"] for each in page["ask"]]
        policies = (*self.service.get("if_down", {}).values(), *(each.get("if_down") for each in questions))
        return {policy for policy in policies if policy}

    def ask_with(self, names: list[str]) -> dict[str, dict[str, Expression]]:
        """Return the parameters with which each contract is asked."""
        return {
            contract: {
                name: self.diagnostics.expression(text, at(self.sources.service, "ask_with", contract, name), names)
                for name, text in parameters.items()
            }
            for contract, parameters in self.service.get("ask_with", {}).items()
        }

    def ask_about(self, names: list[str]) -> dict[str, Expression]:
        """Return the expression for the person whom each contract is asked about."""
        return {
            contract: self.diagnostics.expression(text, at(self.sources.service, "ask_about", contract), names)
            for contract, text in self.service.get("ask_about", {}).items()
        }

    def once(self, names: list[str]) -> Once:
        """Return how many applications one person may have under way, and of what each is for one only."""
        entry = self.service.get("once", {})
        text, place = entry.get("per"), at(self.sources.service, "once", "per")
        return Once(
            open_at_most=entry.get("open_at_most"),
            reuse_days=entry.get("reuse_days"),
            per=self.diagnostics.expression(text, place, names) if text else None,
        )

    def tells(self, names: list[str]) -> dict[str, NoticeSpec]:
        """Return what registers are told, by contract."""
        return {
            contract: NoticeSpec(
                contract,
                {
                    name: self.diagnostics.expression(text, at(self.sources.service, "tells", contract, name), names)
                    for name, text in data.items()
                },
            )
            for contract, data in self.service.get("tells", {}).items()
        }

    def text(self, key: str) -> Bilingual:
        return self.diagnostics.text(key, At(self.sources.ar.file, 1))

    def keywords(self) -> tuple[str, ...]:
        words = self.service.get("search", {})
        return (*words.get("ar", ()), *words.get("en", ()))

    def provider_name(self) -> Bilingual:
        provider, known = self.service["provider"], self.sources.providers.value
        if provider not in known:
            self.diagnostics.unknown(
                at(self.sources.service, "provider"), "service.provider", "provider", provider, known
            )
            return Bilingual(ar=provider, en=provider)
        return Bilingual(**known[provider]["name"])

    def status(self) -> Status:
        status = self.service["status"]
        place = at(self.sources.service, "status")
        if status["is"] != "open" and "reason" not in status:
            self.diagnostics.add(
                place, "service.status", "citizens are not told why it is closed", "Add `reason: TEXT_KEY`."
            )
        return Status(
            now=status["is"], reason=self.diagnostics.text(status["reason"], place) if "reason" in status else None
        )

    def promise(self) -> Promise | None:
        if "promise" not in self.service:
            return None
        entry = self.service["promise"]
        length = parse_duration(entry["decide_within"])
        stops = tuple(entry.get("clock_stops_in", ()))
        for index, state in enumerate(stops):
            if state not in self.sources.flow.value["states"]:
                place = at(self.sources.service, "promise", "clock_stops_in", index)
                self.diagnostics.unknown(place, "service.clock", "state", state, self.sources.flow.value["states"])
        late = parse_lateness(
            source=self.sources.service, states=self.sources.flow.value["states"], diagnostics=self.diagnostics
        )
        return Promise(length.amount, length.unit, stops, entry.get("if_late", "escalate"), *late)

    def lists(self) -> dict[str, tuple[Choice, ...]]:
        own = self.sources.lists.items()
        return {name: parse_list(source=source, diagnostics=self.diagnostics) for name, source in own} | self.places()

    def places(self) -> dict[str, tuple[Choice, ...]]:
        collect = self.service.get("collect", ())
        offices, post_offices = self.sources.places["offices"], self.sources.places["post_offices"]
        places: dict[str, tuple[Choice, ...]] = {}
        if "office" in collect or self.asks_for_an_office():
            own = {cells["code"] for cells in offices.rows if cells["provider"] == self.service["provider"]}
            places["offices"] = tuple(
                choice for choice in parse_list(source=offices, diagnostics=self.diagnostics) if choice.code in own
            )
        if {"post_office", "home"} & set(collect):
            places["post_offices"] = parse_list(source=post_offices, diagnostics=self.diagnostics)
        return places

    def asks_for_an_office(self) -> bool:
        form = self.sources.form.value
        pages = (*form["pages"], *form.get("officials", []))
        return any(each["type"] == "office" for page in pages for each in page["ask"])

    def tables(self, names: list[str]) -> dict[str, Table]:
        tables = {}
        for name, rule in self.service.get("rules", {}).items():
            file = rule["table"].removeprefix("rules/").removesuffix(".csv")
            if file not in self.sources.tables:
                place = at(self.sources.service, "rules", name, "table")
                self.diagnostics.unknown(place, "service.table", "table", rule["table"], self.sources.tables)
                continue
            table = parse_table(
                name=name, rule=rule, source=self.sources.tables[file], names=names, diagnostics=self.diagnostics
            )
            place = at(self.sources.service, "rules", name, "title")
            title = self.diagnostics.text(rule["title"], place) if "title" in rule else None
            tables[name] = replace(table, title=title, budget_code=rule.get("budget_code", ""))
        return tables

    def documents(self, names: list[str]) -> dict[str, DocumentSpec]:
        listed = self.service.get("documents", [])
        for index, name in enumerate(listed):
            if name not in self.sources.documents:
                place = at(self.sources.service, "documents", index)
                self.diagnostics.unknown(place, "service.document", "documents/ file for", name, self.sources.documents)
        return {
            name: parse_document(name, source, self.sources.templates, names=names, diagnostics=self.diagnostics)
            for name, source in self.sources.documents.items()
            if name in listed
        }

    def message(self, name: str, source: YamlFile[MessageEntry]) -> MessageSpec:
        entry = source.value
        email = entry.get("email")
        return MessageSpec(
            name=name,
            sms=self.diagnostics.text(entry["sms"], at(source, "sms")) if "sms" in entry else None,
            subject=self.diagnostics.text(email["subject"], at(source, "email", "subject")) if email else None,
            body=self.diagnostics.text(email["text"], at(source, "email", "text")) if email else None,
            once=entry.get("once", False),
        )
