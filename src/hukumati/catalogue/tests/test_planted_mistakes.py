# ruff: noqa: E501 - one mistake a line reads best
"""Mistakes planted into the real folder, each found, named by file and line, with a remedy."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.publishing import known_contracts
from hukumati.catalogue.tests.planting import Planted, assert_found, checked
from hukumati.catalogue.tests.samples import asking_folder, real_folder
from hukumati.catalogue.tests.specimen import specimen_folder


@pytest.fixture(scope="module")
def contracts() -> tuple[RegisterContract, ...]:
    return known_contracts()


def test_the_real_folder_is_sound_and_plays_its_scenarios(contracts: tuple[RegisterContract, ...]) -> None:
    report = checked(real_folder(), contracts)
    assert report.mistakes == ()
    assert report.definition is not None
    assert len(report.played) >= 6


PLANTED = (
    Planted("service.yaml", "provider: moj", "provider: mojj", "service.provider", "Did you mean moj?"),
    Planted("service.yaml", "kind: paid", "kind: payed", "schema.enum", "Did you mean paid?"),
    Planted("service.yaml", "assurance: substantial\n", "assurence: substantial\n", "schema.additionalProperties", "assurance"),
    Planted("service.yaml", "provider: moj", "provider: moj\nprovider: moi", "yaml.duplicate", "twice", "provider: moi"),
    Planted("service.yaml", "assurance: substantial", "assurance: no", "yaml.trap", "quotes"),
    Planted("service.yaml", "rules/fee.csv", "rules/fees.csv", "service.table", "fee"),
    Planted("service.yaml", "clock_stops_in: [waiting_citizen]", "clock_stops_in: [waiting]", "service.clock", "no state"),
    Planted("service.yaml", "refusal_letter]", "refusal]", "service.document", "refusal_letter"),
    Planted("service.yaml", "uses: [interior.person,", "uses: [interior.person, moh.weather,", "register.contract", "moh.weather"),
    Planted("service.yaml", "if_down: {interior.person:", "if_down: {interior.persons:", "register.if_down", "interior.person"),
    Planted("service.yaml", "fee: {table: rules/fee.csv", "fees: {table: rules/fee.csv", "rules.fee", "fee table", "kind: paid"),
    Planted("form.yaml", "type: phone", "type: fone", "schema.enum", "Did you mean phone?"),
    Planted("form.yaml", "list: purposes", "list: purpose", "form.list", "purposes"),
    Planted("form.yaml", "title: delivery", "title: delivry", "text.missing", "delivery"),
    Planted("form.yaml", "interior.person.born_on", "interior.person.birth_on", "register.element", "born_on"),
    Planted("form.yaml", "type: phone, from: account.phone", "type: phone, means: person.fone, from: account.phone", "dictionary.element", "Did you mean person.phone?"),
    Planted("form.yaml", "type: phone, from: account.phone", "type: phone, means: person.email, from: account.phone", "dictionary.differs", "means: person.phone"),
    Planted("form.yaml", "from: account.phone", "from: account.fone", "form.source", "account.phone"),
    Planted("form.yaml", "id_number, type: id_number, from: interior.person.id_number, edit: locked, if_down: block_with_notice",
            "id_number, type: id_number", "once_only", "interior.person.id_number"),
    Planted("form.yaml", "purpose == 'employment'", "colect != null", "expression.name", "colect"),
    Planted("form.yaml", "purpose == 'employment'", "collect != null", "expression.later", "asked later"),
    Planted("form.yaml", "purpose == 'employment'", "purpose == 'employ'", "expression.constant", "never holds"),
    Planted("form.yaml", "purpose == 'employment'", "purpose > 3", "expression.fails", "same type"),
    Planted("form.yaml", "purpose == 'employment'", "purpose = 'x'", "expression.refused", "cannot be used"),
    Planted("form.yaml", "purpose == 'employment'", "purpose.matches('a')", "expression.refused", "unknown function"),
    Planted("form.yaml", "id: purpose_detail,", "id: employer,", "form.id", "two questions"),
    Planted("form.yaml", "id: employer,", "id: today,", "form.id", "word of the platform"),
    Planted("form.yaml", "min: 3, max: 120", "min: 300, max: 120", "form.bound", "above"),
    Planted("form.yaml", "{id: collect, type: collection, hint: collect_hint}", "{id: collect, type: text, hint: collect_hint}",
            "delivery.question", "type collection", "collect: [download", "service.yaml"),
    Planted("flow.yaml", "answer: review", "answer: reviev", "flow.target", "Did you mean review?"),
    Planted("flow.yaml", "milestone: your_turn", "milestone: waiting", "schema.enum", "milestone"),
    Planted("flow.yaml", "issue certificate", "issue certifikate", "flow.issue", "certificate"),
    Planted("flow.yaml", "notify received", "notify recieved", "flow.notify", "received"),
    Planted("flow.yaml", "ask moj.criminal_record", "ask moj.criminal", "flow.ask", "criminal_record"),
    Planted("flow.yaml", "ask_citizen: {to: waiting_citizen", "ask_citizen: {to: refused", "flow.unreachable", "waiting_citizen",
            "waiting_citizen:"),
    Planted("flow.yaml", "actions: {answer: review}\n    after: {14 days: withdrawn}", "actions: {answer: waiting_citizen}",
            "flow.dead_end", "never end", "waiting_citizen:\n"),
    Planted("flow.yaml", "actions: {issued: ready}\n  stating", "actions: {done: ready}\n  stating", "flow.awaits", "issued", "[issue certificate]"),
    Planted("flow.yaml", "withdrawn: {milestone: closed, end: true}", "withdrawn: {milestone: closed, end: true, actions: {reopen: draft}}",
            "flow.end", "leads on"),
    Planted("flow.yaml", "[{when: fee > 0, to: to_pay}, {to: checking}]", "[{when: fee > 0, to: to_pay}]", "flow.open_end", "nowhere"),
    Planted("flow.yaml", "registers.moj.criminal_record.clear, to: issuing}, {to: review}]",
            "registers.moj.criminal_record.claer, to: issuing}, {to: review}]", "expression.element", "Did you mean clear?"),
    Planted("flow.yaml", "paid: checking", "payed: checking", "flow.paid", "awaits payment", "states:"),
    Planted("rules/fee.csv", "purpose == 'study'", "purpos == 'study'", "expression.name", "Did you mean purpose?"),
    Planted("rules/fee.csv", "purpose == 'study'", "purpose == 'studies'", "expression.constant", "never holds"),
    Planted("rules/fee.csv", "2,,amount", "2,purpose == 'travel',amount", "table.open_end", "no conditions"),
    Planted("rules/fee.csv", "then: fee", "then: fe", "table.column", "fee"),
    Planted("rules/fee.csv", "amount('20.00')", "'20.00'", "table.undecided", "fee is not money", "row,when"),
    Planted("rules/fee.csv", ",fee_study,", ",", "csv.row", "cells"),
    Planted("rules/eligibility.csv", "'too_young'", "'too_yung'", "text.missing", "too_young"),
    Planted("rules/eligibility.csv", "applicant.alive == null", "applicant.age == 200", "table.undecided", "silent", "applicant.age < 18"),
    Planted("rules/eligibility.csv", "applicant.age < 18", "applicant.agee < 18", "expression.applicant", "age"),
    Planted("lists/purposes.csv", "travel,السفر", "study,السفر", "list.code", "doubled"),
    Planted("lists/purposes.csv", ",Travel or residence abroad", ",", "list.label", "English", "travel,"),
    Planted("text/en.yaml", "too_young: This", "too_yuong: This", "text.source", "no Arabic"),
    Planted("text/en.yaml", "fee_study: For study", "fee_study: للدراسة", "text.language", "Arabic letters"),
    Planted("text/ar.yaml", "fee_study: للدراسة", "fee_study: For study", "text.language", "no Arabic"),
    Planted("text/ar.yaml", "fee_study:", "fee_studying: س\nfee_study:", "text.unused", "nothing uses", "fee_studying"),
    Planted("text/en.yaml", "Dear {name},\n\n  We have", "Dear {nam},\n\n  We have", "text.placeholders", "placeholders", "received_email:"),
    Planted("messages/ready.yaml", "ready_sms", "redy_sms", "text.missing", "ready_sms"),
    Planted("documents/certificate.yaml", "template: certificate.typ", "template: certifcate.typ", "document.template", "certificate.typ"),
    Planted("documents/certificate.yaml", "born_on: string(registers.interior.person.born_on)",
            "born_on: string(registers.interior.person.born)", "expression.element", "born_on"),
    Planted("documents/certificate.yaml", "valid: 90 days", "valid: ninety days", "schema.pattern", "valid"),
    Planted("guide/en.md", "## Legal basis", "Legal basis", "guide.sections", "sections", "## What is this"),
    Planted("tests/clear.yaml", "fee: 20.00 ILS", "fee: 25.00 ILS", "scenario", "20.00 ILS"),
    Planted("tests/clear.yaml", "- paid", "- payed", "scenario", "paid"),
    Planted("flow.yaml", "  to_pay:\n", "  payment:\n", "flow.name", "Call it to_pay"),
    Planted("flow.yaml", "start: draft", "start: to_pay", "flow.name", "Call it draft"),
    Planted("tests/clear.yaml", "purpose: travel, ", "", "scenario", "missing or wrong are purpose", "- {state: to_pay}"),
    Planted("tests/clear.yaml", "person: adult", "person: minor", "scenario", "not true", "- {eligible: true}"),
    Planted("tests/clear.yaml", "purpose_en: Travel or", "purpose_en: Journey or", "scenario", "purpose_en of the document is 'Travel or"),
    Planted("tests/clear.yaml", "{statement: clear", "{statment: clear", "scenario", "Did you mean statement?"),
    Planted("tests/hit.yaml", "[{number: 12/2015, court_ar: محكمة صلح}]", "[]", "scenario", "has 1 entries, not 0"),
    Planted("tests/minor.yaml", "{eligible: false, reason: too_young}", "paid", "scenario", "may not apply (too_young)"),
    Planted("documents/certificate.yaml", "seal: moj.judicial_register", "seal: moj.judical_register", "document.seal", "Did you mean moj.judicial_register?"),
    Planted("documents/certificate.yaml", "seal: moj.judicial_register", "seal: moh.insurance", "document.seal", "Known are: moj.judicial_register"),
    Planted("documents/certificate.typ", "d.purpose_ar", "d.purpos_ar", "document.data", "Did you mean purpose_ar?"),
    Planted("documents/certificate.typ", "#numbering(d.document)", "#numberin(d.document)", "document.typst", "unknown variable: numberin"),
    Planted("documents/certificate.typ", "#statement(said-ar", "#statement(said-ar.missing", "document.typst", "cannot be made"),
    Planted("documents/certificate.yaml", "string(registers.interior.person.born_on)", "string(applicant.born_on)", "expression.date", "without string()"),
    Planted("tests/clear.yaml", "purpose: travel", "porpose: travel", "scenario", "Did you mean purpose?", "given:"),
)  # fmt: skip

WHERE = """where: "_it.kind == 'private'\""""
IN_THE_SPECIMEN = (
    Planted("form.yaml", "of: mot.vehicles.vehicles", "of: mot.vehicles.vehicle", "register.element", "Did you mean vehicles?"),
    Planted("form.yaml", "of: mot.vehicles.vehicles", "of: mot.vehicles.id_number", "register.element", "no list"),
    Planted("form.yaml", "of: mot.vehicles.vehicles", "of: mot.vehicle.vehicles", "form.source", "does not use"),
    Planted("form.yaml", "key: plate", "key: plat", "register.element", "Did you mean plate?"),
    Planted("form.yaml", "key: plate, ", "", "form.record", "lacks 'key'", "id: vehicle"),
    Planted("form.yaml", "show: [plate, make, kind]", "show: [plate, makes, kind]", "register.element", "Did you mean make?"),
    Planted("form.yaml", WHERE, """where: "_it.kin == 'private'\"""", "expression.element", "Did you mean kind?"),
    Planted("form.yaml", WHERE, """where: "_it.kind == 'privat'\"""", "expression.constant", "never holds"),
    Planted("form.yaml", WHERE, """where: "_it.has_lien == 'yes'\"""", "expression.constant", "never holds"),
    Planted("form.yaml", WHERE, 'where: "home != null"', "expression.later", "asked later"),
    Planted("form.yaml", "vehicle.has_lien", "vehicle.has_line", "expression.element", "Did you mean has_lien?"),
    Planted("form.yaml", "type: yes_no, show_if", "type: yes_no, key: plate, show_if", "form.word", "record, records"),
    Planted("form.yaml", "type: record, of", "type: record, if_down: ask_for_paper, of", "form.record", "neither chosen nor typed"),
    Planted("form.yaml", "currency: ILS, ", "", "form.currency", "currency", "id: offer"),
    Planted("form.yaml", "currency: ILS, ", "currency: EUR, ", "schema.enum", "not allowed"),
    Planted("form.yaml", 'min: "10.00"', "min: 10", "form.bound", "in quotes"),
    Planted("form.yaml", 'min: "10.00"', 'min: "10.001"', "form.bound", "not an amount in ILS"),
    Planted("form.yaml", 'min: "10.00"', 'min: "6000.00"', "form.bound", "above"),
    Planted("form.yaml", "_h.born", "_h.borne", "expression.element", "Did you mean born?"),
    Planted("form.yaml", "{id: born, type: date, max: today}", "{id: full_name, type: date, max: today}", "form.id", "twice"),
    Planted("form.yaml", "{id: born, type: date, max: today}", "{id: born, type: file}", "schema.enum", "date"),
    Planted("form.yaml", "{id: born, type: date, max: today}", "{id: born, type: date, max: 3}", "form.bound", "ISO date"),
    Planted("form.yaml", "{id: born, type: date, max: today}", "{id: born, type: date, show_if: x}", "schema.additionalProperties", "show_if"),
    Planted("form.yaml", "type: group\n", "type: records\n", "form.record", "lacks 'of'", "id: heirs"),
    Planted("form.yaml", "max: 4", "max: 0", "form.bound", "above", "min: 1\n"),
    Planted("form.yaml", "_h.born, today) < 18", "_h.born, today) > 200", "expression.constant", "never holds"),
    Planted("form.yaml", "accept: [jpeg, png]", "accept: [jpg]", "schema.enum", "jpeg"),
    Planted("form.yaml", "accept: [jpeg, png]", "max_files: 2", "form.word", "files"),
    Planted("form.yaml", "max_files: 3", "max_files: 40", "schema.maximum", "max_files"),
    Planted("form.yaml", "size(photo) > 0", "photo > 0", "expression.fails", "same type"),
    Planted("tests/all.yaml", "photo: me.jpg", "photo: me.pdf", "scenario", "missing or wrong are photo", "- paid"),
    Planted("shared/offices.csv", "MOT-RAM,mot,", "MOT-RAM,moi,", "form.office", "shared/offices.csv", "id: office", "form.yaml"),
    Planted("rules/fee.csv", "_f.amount.amount", "_f.amount.amuont", "expression.element", "Did you mean amount?"),
    Planted("rules/fee.csv", "registers.mot.fines != null && ", "", "table.undecided", "silent", "250.00"),
    Planted("rules/eligibility.csv", "registers.mot.vehicles == null", "vehicle.has_lien", "table.undecided", "Cover missing answers"),
    Planted("documents/receipt.yaml", "plate: vehicle.plate", "plate: vehicle.plates", "expression.element", "Did you mean plate?"),
    Planted("tests/all.yaml", 'offer: "150.00"', 'offer: "5.00"', "scenario", "missing or wrong are offer", "- paid"),
)  # fmt: skip


def test_the_specimen_is_sound_and_plays_its_scenarios(contracts: tuple[RegisterContract, ...]) -> None:
    report = checked(specimen_folder(), contracts)
    assert report.mistakes == ()
    assert report.definition is not None


@pytest.mark.parametrize(
    "planted", IN_THE_SPECIMEN, ids=lambda planted: f"{planted.file}-{planted.code}-{planted.new[:25]}"
)
def test_a_mistake_planted_into_the_specimen_isfound(planted: Planted, contracts: tuple[RegisterContract, ...]) -> None:
    assert_found(planted, specimen_folder(), contracts)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.file}-{planted.code}-{planted.new[:25]}")
def test_a_planted_mistake_is_found_with_file_line_and_remedy(
    planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, real_folder(), contracts)


PLANTED_IN_REQUESTS = (
    Planted("migrate.yaml", "officer_looks: review", "officer_looks: reviev", "migrate.state", "Did you mean review?"),
    Planted("migrate.yaml", "job: employer", "job: employr", "migrate.answer", "Did you mean employer?"),
    Planted("migrate.yaml", "purpose_detail: ask", "purpose_detal: ask", "migrate.new", "Did you mean purpose_detail?"),
    Planted("migrate.yaml", "nickname: null", "nickname: employer", "migrate.twice", "two answers"),
    Planted("migrate.yaml", "drafts: move", "drafts: forget", "schema.enum", "drafts"),
    Planted("migrate.yaml", "from: 99", "from: 0", "schema.minimum", "from"),
    Planted("service.yaml", "if_late: escalate", "if_late: accept, late_to: issuing", "promise.legal_reference", "Add legal_reference"),
    Planted("service.yaml", "if_late: escalate", "if_late: reject, legal_reference: summary", "promise.late_to", "Add late_to"),
    Planted("service.yaml", "if_late: escalate", "if_late: accept, late_to: isuing, legal_reference: summary", "promise.late_to", "Did you mean issuing?"),
    Planted("service.yaml", "if_late: escalate", "if_late: escalate, late_to: issuing", "promise.late_to", "means nothing"),
    Planted("service.yaml", "if_late: escalate", "if_late: accept, late_to: issuing, legal_reference: the_law", "text.missing", "the_law"),
    Planted("tests/asks.yaml", "- {answer_request: medical_report, outcome: given}", "- late\n  - {escalated: false}", "scenario", "escalated is true",
            "- {escalated: false}"),
    Planted("tests/asks.yaml", "- {state: invited}", "- {requests: {medical_raport: answered}}", "scenario", "Did you mean medical_report?"),
    Planted("requests.yaml", "kind: paper", "kind: papers", "schema.enum", "Did you mean paper?"),
    Planted("requests.yaml", "due: 14 days", "due: a fortnight", "schema.pattern", "due"),
    Planted("requests.yaml", "due: 14 days", "due: 14 days, remind: soon", "schema.pattern", "remind"),
    Planted("requests.yaml", "due: 14 days", "due: 14 days, when_late: forget", "schema.enum", "when_late"),
    Planted("requests.yaml", "text: opinion_text", "text: opinon_text", "text.missing", "opinion_text"),
    Planted("requests.yaml", "calendar: prints", "calendar: print", "request.calendar", "Did you mean prints?"),
    Planted("requests.yaml", "kind: appointment, calendar: prints", "kind: appointment", "request.calendar", "Add calendar"),
    Planted("requests.yaml", "kind: paper, ", "kind: paper, calendar: prints, ", "request.calendar", "no 'calendar'"),
    Planted("requests.yaml", "of: moh.officer", "of: mof.oficer", "schema.pattern", "of"),
    Planted("requests.yaml", "of: moh.officer", "of: mohh.officer", "request.of", "Did you mean moh?"),
    Planted("requests.yaml", "kind: opinion, of: moh.officer", "kind: opinion", "request.of", "Add of"),
    Planted("requests.yaml", "kind: paper, ", "kind: paper, of: moh.officer, ", "request.of", "no 'of'"),
    Planted("requests.yaml", "due: 14 days", "due: 14 days, outcomes: {a: name, b: summary}", "request.outcomes", "platform's"),
    Planted("requests.yaml", "lives_there: lives_there_text", "lives_there: lives_text", "text.missing", "lives_text"),
    Planted("requests.yaml", "opinion: {kind", "second: {kind", "flow.request", "opinion", "requests: [opinion", "flow.yaml"),
    Planted("requests.yaml", "opinion: {kind", "more: {kind: paper, text: opinion_text, due: 1 day}\nopinion: {kind", "request.unused", "more"),
    Planted("shared/calendars.yaml", "MOJ-NBS", "MOJ-NBZ", "calendar.place", "Did you mean"),
    Planted("shared/calendars.yaml", 'to: "10:00"', 'to: "09:10"', "calendar.hours", "no time"),
    Planted("shared/calendars.yaml", 'to: "10:00"', 'to: "24:00"', "schema.pattern", "to"),
    Planted("shared/calendars.yaml", "days: [sun,", "days: [sunday,", "schema.enum", "Did you mean sun?"),
    Planted("shared/calendars.yaml", "capacity: 2", "capacity: 0", "schema.minimum", "capacity"),
    Planted("flow.yaml", "request medical_report]", "request medical_raport]", "flow.request", "Did you mean medical_report?"),
    Planted("flow.yaml", "requests: [opinion, visit,", "requests: [opinion, visits,", "flow.request", "Did you mean visit?"),
    Planted("flow.yaml", "    actions: {answer: review}", "    requests: [opinion]\n    actions: {answer: review}", "flow.requests", "nobody works",
            "requests: [opinion]"),
    Planted("flow.yaml", "until: requests_closed", "until: requests_close", "schema.enum", "requests_closed"),
    Planted("flow.yaml", "  settled:\n    milestone: in_review\n    until: requests_closed\n    actions:\n      requests_closed:",
            "  settled:\n    milestone: in_review\n    until: requests_closed\n    actions:\n      withdraw:", "flow.until", "Add the action",
            "    until: requests_closed"),
    Planted("flow.yaml", "do: [issue refusal_letter, notify refused]", "do: [issue refusal_letter, notify refused, request biometrics]", "flow.do", "ends the case"),
    Planted("flow.yaml", "requests.biometrics.state == 'answered'", "requests.biometrics.state == 'done'", "expression.constant", "never holds",
            "      requests_closed:"),
    Planted("flow.yaml", "requests.medical_report.outcome == 'given'", "requests.medical_report.outcome == 'got'", "expression.constant", "never holds",
            "      requests_closed:"),
    Planted("flow.yaml", "requests.biometrics.state", "requests.biometric.state", "expression.request", "Did you mean biometrics?",
            "      requests_closed:"),
    Planted("flow.yaml", "requests.biometrics.state", "requests.biometrics.status", "expression.request", "state",
            "      requests_closed:"),
    Planted("tests/asks.yaml", "- {miss: biometrics}", "- {miss: biometric}", "scenario", "Did you mean biometrics?"),
    Planted("tests/asks.yaml", "outcome: unfavourable", "outcome: unfavorable", "scenario", "Did you mean unfavourable?"),
    Planted("tests/asks.yaml", "- {answer_request: opinion, outcome: unfavourable}\n  ", "", "scenario", "side request is open", "- approve"),
    Planted("tests/asks.yaml", "opinion: answered}", "opinion: open}", "scenario", "not open"),
    Planted("tests/asks.yaml", "- {state: review}", "- {attend: biometrics}", "scenario", "not open"),
)  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED_IN_REQUESTS, ids=lambda planted: f"{planted.code}-{planted.new[:30]}")
def test_a_mistake_planted_in_side_requests_is_found_with_file_line_and_remedy(
    planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, asking_folder(), contracts)


def test_the_folder_that_asks_for_much_is_sound(contracts: tuple[RegisterContract, ...]) -> None:
    assert checked(asking_folder(), contracts).mistakes == ()


def _without(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.__delitem__(name)


def _with(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.__setitem__(name, data)


@pytest.mark.parametrize(
    ("change", "file", "code"),
    [
        (_without("flow.yaml"), "flow.yaml", "file.missing"),
        (_without("text/en.yaml"), "text/en.yaml", "file.missing"),
        (_without("guide/ar.md"), "guide/ar.md", "file.missing"),
        (_without("messages/ready.yaml"), "flow.yaml", "flow.notify"),
        (_with("messages/extra.yaml", b"sms: ready_sms\n"), "messages/extra.yaml", "file.unused"),
        (_with("lists/extra.csv", "code,ar,en\na,ب,b\n".encode()), "lists/extra.csv", "file.unused"),
        (_with("run.py", b"import os\n"), "run.py", "file.unknown"),
        (_with("documents/evil.py", b""), "documents/evil.py", "file.unknown"),
        (_with("form.yaml", b"\xff\xfe"), "form.yaml", "file.encoding"),
        (_with("rules/fee.csv", b""), "rules/fee.csv", "csv.size"),
        (_with("rules/fee.csv", b'row,"when\n'), "rules/fee.csv", "csv.syntax"),
        (_with("form.yaml", b"[]\n"), "form.yaml", "schema.type"),
        (_with("flow.yaml", b""), "flow.yaml", "schema.type"),
    ],
)
def test_files_missing_superfluous_or_broken_are_named(
    change: Callable[[dict[str, bytes]], None], file: str, code: str, contracts: tuple[RegisterContract, ...]
) -> None:
    files = dict(real_folder().files)
    change(files)
    report = checked(replace(real_folder(), files=files), contracts)
    assert (file, code) in {(mistake.file, mistake.code) for mistake in report.mistakes}


def test_a_folder_without_scenarios_is_not_sound(contracts: tuple[RegisterContract, ...]) -> None:
    files = {name: data for name, data in real_folder().files.items() if not name.startswith("tests/")}
    report = checked(replace(real_folder(), files=files), contracts)
    assert [mistake.code for mistake in report.mistakes] == ["scenario.none"]


def test_several_mistakes_in_several_files_are_told_in_one_run(contracts: tuple[RegisterContract, ...]) -> None:
    files = dict(real_folder().files)
    files["flow.yaml"] = files["flow.yaml"].replace(b"answer: review", b"answer: reviev")
    files["rules/fee.csv"] = files["rules/fee.csv"].replace(b"fee_study", b"fee_studdy")
    files["form.yaml"] = files["form.yaml"].replace(b"list: purposes", b"list: purpose")
    report = checked(replace(real_folder(), files=files), contracts)
    assert {"flow.yaml", "rules/fee.csv", "form.yaml"} <= {mistake.file for mistake in report.mistakes}
