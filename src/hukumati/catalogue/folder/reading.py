"""A folder understood: its Definition, or everything that keeps it from being one."""

from dataclasses import dataclass
from typing import Any

from hukumati.catalogue.folder.diagnostics import At, Notes, at
from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder.flow_reading import duration, read_flow
from hukumati.catalogue.folder.form_reading import read_form
from hukumati.catalogue.folder.guides import render_guide
from hukumati.catalogue.folder.lateness_reading import read_lateness
from hukumati.catalogue.folder.migration_reading import read_migration
from hukumati.catalogue.folder.requests_reading import read_calendars, read_requests
from hukumati.catalogue.folder.sources import Sources, read_sources
from hukumati.catalogue.folder.table_reading import read_list, read_table
from hukumati.catalogue.folder.yaml_reading import YamlFile
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import (
    ROOTS,
    Choice,
    Definition,
    DocumentSpec,
    Expression,
    MessageSpec,
    Once,
    Promise,
    SideRequest,
    Status,
    Table,
)

BEFORE_A_CASE = ("case", "fee")


@dataclass(frozen=True, slots=True)
class Understood:
    """A definition with the files it came from, for the checks that follow, and what was noted on the way."""

    definition: Definition
    sources: Sources
    notes: Notes


def read_definition(*, folder: Folder) -> Definition:
    """Read a folder that must be without mistakes of reference. Raises FolderRefused."""
    understood = understand(folder=folder)
    if understood.notes.mistakes:
        raise FolderRefused(understood.notes.mistakes)
    return understood.definition


def understand(*, folder: Folder) -> Understood:
    """Read a folder as far as it can be understood. Raises FolderRefused for mistakes of form."""
    return _Reader(read_sources(folder)).understood()


class _Reader:
    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.service: dict[str, Any] = sources.service.value
        ar, en = sources.ar.value, sources.en.value
        self.notes = Notes(texts={key: Bilingual(ar=text, en=en.get(key, text)) for key, text in ar.items()})

    def understood(self) -> Understood:
        definition = self.definition()
        return Understood(definition=definition, sources=self.sources, notes=self.notes)

    def definition(self) -> Definition:
        service = self.service
        lists = {name: read_list(source=source, notes=self.notes) for name, source in self.sources.lists.items()}
        lists.update(self.places())
        uses = tuple(service["uses"])
        form = read_form(source=self.sources.form, lists=lists, collect=service["collect"], uses=uses, notes=self.notes)
        names = [*(question.id for question in form.questions()), *ROOTS]
        documents = self.documents(names)
        messages = {name: self.message(name, source) for name, source in self.sources.messages.items()}
        requests = self.requests()
        known = {"ask": uses, "issue": list(documents), "notify": list(messages), "request": list(requests)}
        fee_rule = service.get("rules", {}).get("fee", {})
        return Definition(
            id=service["id"],
            code=service["code"],
            slug=self.sources.name,
            name=self.text("name"),
            summary=self.text("summary"),
            keywords=self.keywords(),
            provider=service["provider"],
            provider_name=self.provider_name(),
            kind=service["kind"],
            audience=tuple(service["audience"]),
            assurance=service["assurance"],
            status=self.status(),
            once=Once(**service.get("once", {})),
            promise=self.promise(),
            keep_draft_days=duration(service["keep"]["draft"]).amount,
            collect=tuple(service["collect"]),
            uses=uses,
            if_down=dict(service.get("if_down", {})),
            life_events=tuple(service.get("life_events", ())),
            form=form,
            flow=read_flow(source=self.sources.flow, names=names, known=known, notes=self.notes),
            tables=self.tables([name for name in names if name not in BEFORE_A_CASE]),
            lists=lists,
            documents=documents,
            messages=messages,
            texts=dict(self.notes.texts),
            guide=Bilingual(**{language: render_guide(text) for language, text in self.sources.guides.items()}),
            fee_currency=fee_rule.get("currency", "ILS"),
            fee_official=fee_rule.get("official", False),
            budget_code=fee_rule.get("budget_code", ""),
            delivery_budget_code=service.get("rules", {}).get("delivery", {}).get("budget_code", ""),
            reference_prefix=service["reference_prefix"],
            requests=requests,
            migration=read_migration(
                source=self.sources.migrate,
                states=self.sources.flow.value["states"],
                questions=[question.id for question in form.questions()],
                notes=self.notes,
            ),
            calendars=read_calendars(
                source=self.sources.calendars,
                offices=self.sources.places["offices"],
                used=[each.calendar for each in requests.values()],
                notes=self.notes,
            ),
            ask_first=tuple(service.get("ask_first", ())),
            ask_with=self.ask_with(names),
            ask_about=self.ask_about(names),
            keep_case_days=duration(service["keep"]["case"]).amount if "case" in service["keep"] else None,
        )

    def requests(self) -> dict[str, SideRequest]:
        calendars = self.sources.calendars
        return read_requests(
            source=self.sources.requests,
            calendars=calendars.value if calendars else (),
            providers=self.sources.providers.value,
            policies=self.outage_policies(),
            notes=self.notes,
        )

    def outage_policies(self) -> set[str]:
        """Gather what the service lets follow when registers are silent."""
        questions = [each for page in self.sources.form.value["pages"] for each in page["ask"]]
        policies = (*self.service.get("if_down", {}).values(), *(each.get("if_down") for each in questions))
        return {policy for policy in policies if policy}

    def ask_with(self, names: list[str]) -> dict[str, dict[str, Expression]]:
        """Read what each contract is asked with."""
        return {
            contract: {
                name: self.notes.expression(text, at(self.sources.service, "ask_with", contract, name), names)
                for name, text in parameters.items()
            }
            for contract, parameters in self.service.get("ask_with", {}).items()
        }

    def ask_about(self, names: list[str]) -> dict[str, Expression]:
        """Read whom each contract is asked about."""
        return {
            contract: self.notes.expression(text, at(self.sources.service, "ask_about", contract), names)
            for contract, text in self.service.get("ask_about", {}).items()
        }

    def text(self, key: str) -> Bilingual:
        return self.notes.text(key, At(self.sources.ar.file, 1))

    def keywords(self) -> tuple[str, ...]:
        words = self.service.get("search", {})
        return (*words.get("ar", ()), *words.get("en", ()))

    def provider_name(self) -> Bilingual:
        provider, known = self.service["provider"], self.sources.providers.value
        if provider not in known:
            self.notes.unknown(at(self.sources.service, "provider"), "service.provider", "provider", provider, known)
            return Bilingual(ar=provider, en=provider)
        return Bilingual(**known[provider]["name"])

    def status(self) -> Status:
        status = self.service["status"]
        place = at(self.sources.service, "status")
        if status["is"] != "open" and "reason" not in status:
            self.notes.add(place, "service.status", "citizens are not told why it is closed", "Add `reason: TEXT_KEY`.")
        return Status(now=status["is"], reason=self.notes.text(status["reason"], place) if "reason" in status else None)

    def promise(self) -> Promise | None:
        if "promise" not in self.service:
            return None
        told = self.service["promise"]
        length = duration(told["decide_within"])
        stops = tuple(told.get("clock_stops_in", ()))
        for index, state in enumerate(stops):
            if state not in self.sources.flow.value["states"]:
                place = at(self.sources.service, "promise", "clock_stops_in", index)
                self.notes.unknown(place, "service.clock", "state", state, self.sources.flow.value["states"])
        late = read_lateness(source=self.sources.service, states=self.sources.flow.value["states"], notes=self.notes)
        return Promise(length.amount, length.unit, stops, told.get("if_late", "escalate"), *late)

    def places(self) -> dict[str, tuple[Choice, ...]]:
        collect = self.service["collect"]
        offices, post_offices = self.sources.places["offices"], self.sources.places["post_offices"]
        places: dict[str, tuple[Choice, ...]] = {}
        if "office" in collect or self.asks_for_an_office():
            own = {cells["code"] for cells in offices.rows if cells["provider"] == self.service["provider"]}
            places["offices"] = tuple(
                choice for choice in read_list(source=offices, notes=self.notes) if choice.code in own
            )
        if {"post_office", "home"} & set(collect):
            places["post_offices"] = read_list(source=post_offices, notes=self.notes)
        return places

    def asks_for_an_office(self) -> bool:
        return any(entry["type"] == "office" for page in self.sources.form.value["pages"] for entry in page["ask"])

    def tables(self, names: list[str]) -> dict[str, Table]:
        tables = {}
        for name, rule in self.service.get("rules", {}).items():
            file = rule["table"].removeprefix("rules/").removesuffix(".csv")
            if file not in self.sources.tables:
                place = at(self.sources.service, "rules", name, "table")
                self.notes.unknown(place, "service.table", "table", rule["table"], self.sources.tables)
                continue
            tables[name] = read_table(
                name=name, rule=rule, source=self.sources.tables[file], names=names, notes=self.notes
            )
        return tables

    def documents(self, names: list[str]) -> dict[str, DocumentSpec]:
        listed = self.service.get("documents", [])
        for index, name in enumerate(listed):
            if name not in self.sources.documents:
                place = at(self.sources.service, "documents", index)
                self.notes.unknown(place, "service.document", "documents/ file for", name, self.sources.documents)
        return {
            name: self.document(name, source, names)
            for name, source in self.sources.documents.items()
            if name in listed
        }

    def document(self, name: str, source: YamlFile, names: list[str]) -> DocumentSpec:
        told = source.value
        if told["template"] not in self.sources.templates:
            place = at(source, "template")
            self.notes.unknown(place, "document.template", "template", told["template"], self.sources.templates)
        data = {key: self.notes.expression(text, at(source, "data", key), names) for key, text in told["data"].items()}
        return DocumentSpec(
            name=name,
            title=self.notes.text(told["title"], at(source, "title")),
            template=told["template"],
            template_source=self.sources.templates.get(told["template"], ""),
            data=data,
            seal=told["seal"],
            serial_prefix=told["serial_prefix"],
            bound=self.notes.expression(told["bound"], at(source, "bound"), names),
            valid_days=duration(told["valid"]).amount if "valid" in told else None,
        )

    def message(self, name: str, source: YamlFile) -> MessageSpec:
        told = source.value
        email = told.get("email")
        return MessageSpec(
            name=name,
            sms=self.notes.text(told["sms"], at(source, "sms")) if "sms" in told else None,
            subject=self.notes.text(email["subject"], at(source, "email", "subject")) if email else None,
            body=self.notes.text(email["text"], at(source, "email", "text")) if email else None,
        )
