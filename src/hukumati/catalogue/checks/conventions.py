"""Checks of a folder beyond its references: texts, messages, registers, once-only, delivery, things unused."""

from collections.abc import Callable
from functools import partial
from typing import Final

from hukumati.catalogue.checks.answer_checks import check_answer, check_enquiry
from hukumati.catalogue.checks.consent_checks import check_consents
from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.declared_checks import check_declared, check_shared_by_none
from hukumati.catalogue.checks.document_checks import check_holders, check_languages
from hukumati.catalogue.checks.ending_checks import check_endless, check_silent_registers
from hukumati.catalogue.checks.flow_checks import check_flow, check_officials, check_shown
from hukumati.catalogue.checks.form_checks import check_files_in_groups, check_labels, check_questions, check_sources
from hukumati.catalogue.checks.guarding import Guard
from hukumati.catalogue.checks.label_checks import check_labels_of_questions
from hukumati.catalogue.checks.message_checks import (
    check_messages,
    check_messages_of_delivery,
    check_placeholders_filled,
    check_plain_texts,
    check_reasons_sealed,
    check_refusals_told,
)
from hukumati.catalogue.checks.official_checks import (
    check_official_fields,
    check_sentences_filled,
)
from hukumati.catalogue.checks.paper_checks import check_order_of_papers, check_papers
from hukumati.catalogue.checks.promise_checks import (
    check_calendars,
    check_promise,
    check_refunds,
    check_request_times,
    check_roles,
    check_tables_used,
)
from hukumati.catalogue.checks.queue_checks import check_queued_questions
from hukumati.catalogue.checks.refund_checks import check_given_again, check_paid_back, check_superseded
from hukumati.catalogue.checks.register_lists import RegisterLists, check_list_reference
from hukumati.catalogue.checks.register_query_checks import check_register_queries
from hukumati.catalogue.checks.request_checks import check_requests
from hukumati.catalogue.checks.said_checks import check_said_of_limits, check_said_of_money, check_said_of_time
from hukumati.catalogue.checks.sentence_checks import check_sentences, check_sentences_of_ends
from hukumati.catalogue.checks.text_checks import check_texts
from hukumati.catalogue.checks.time_checks import check_times
from hukumati.catalogue.checks.wording_checks import check_search_words, check_wording
from hukumati.catalogue.folder.diagnostics import At, at
from hukumati.catalogue.folder.life_events import LIFE_EVENTS
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import (
    ELEMENT_BY_TYPE,
    PERSON_CONTRACT,
    Question,
)

SENT_BY_THE_PLATFORM = {"delayed"}
"""Messages that no flow names: `delayed` goes out when a register does not answer at once."""
RESULTS = {"eligibility": {"eligible": "bool"}, "fee": {"fee": "money"}, "delivery": {"fee": "money"}}
WORDS_OF_ONES_OWN: Final = {
    *("account", "applicant", "bank", "card", "citizen", "full", "holder", "iban", "id", "identity", "my", "name"),
    *("national", "no", "number", "own", "person", "your"),
}
"""Words that name an answer of type name, ID number or IBAN without saying that it is another person's."""


def check_registers(parsed: ParsedFolder, contracts: dict[str, RegisterContract]) -> None:
    """Record contracts and elements that do not exist, and questions a register already answers."""
    diagnostics, service = parsed.diagnostics, parsed.sources.service
    definition = parsed.definition
    for index, contract in enumerate(definition.uses):
        if contract not in contracts:
            diagnostics.unknown(
                at(service, "uses", index), "register.contract", "register contract", contract, contracts
            )
    for contract in definition.if_down:
        if contract not in definition.uses:
            diagnostics.unknown(
                at(service, "if_down", contract), "register.if_down", "contract in `uses`", contract, definition.uses
            )
    for number, page in enumerate(definition.form.pages):
        for index, question in enumerate(page.ask):
            _check_source(parsed, question, contracts, ("pages", number, "ask", index))
            _check_once_only(parsed, question, contracts, number, index)
    if definition.kind != "enquiry":  # which asks all of them: see `check_answer`
        _check_unused_contracts(parsed)


def _check_source(
    parsed: ParsedFolder, question: Question, contracts: dict[str, RegisterContract], path: tuple[str | int, ...]
) -> None:
    place = at(parsed.sources.form, *path)
    for word, what, name, known in check_list_reference(question, RegisterLists({}, contracts)):
        parsed.diagnostics.unknown(at(parsed.sources.form, *path, word), "register.element", what, name, known)
    if question.source is None:
        return
    steps = question.source.split(".")
    contract = contracts.get(".".join(steps[:2]))
    if contract is not None and contract.element(tuple(steps[2:])) is None:
        known = contract.elements(tuple(steps[2:-1]))
        parsed.diagnostics.unknown(place, "register.element", f"element of {contract.id}", steps[-1], known)


def _check_once_only(
    parsed: ParsedFolder, question: Question, contracts: dict[str, RegisterContract], page: int, index: int
) -> None:
    """Nobody is asked what a register of the service already knows, unless the folder says why."""
    if question.source is not None:
        return
    entry = parsed.sources.form.value["pages"][page]["ask"][index]
    concept = entry.get("means") or (ELEMENT_BY_TYPE.get(question.type) if _is_of_applicant(parsed, question) else None)
    if concept is None or "because" in entry:
        return
    for contract in (contracts[name] for name in parsed.definition.uses if name in contracts):
        for element, meaning in contract.concepts.items():
            if meaning == concept and "." not in element:  # what is inside entries is about others: a child, a car
                remedy = f"Say `from: {contract.id}.{element}`, or `because: TEXT_KEY` why it is asked."
                problem = f"{question.id!r} asks what {contract.id} already knows ({concept})"
                place = at(parsed.sources.form, "pages", page, "ask", index)
                parsed.diagnostics.add(place, "once_only", problem, remedy)


def _is_of_applicant(parsed: ParsedFolder, question: Question) -> bool:
    """A type tells what an answer is, and not whose: another person's is named so, or a register is asked about them.

    `spouse_id_number` is somebody else's, `id_number` and `full_name` are the applicant's.
    """
    asked_about = {name for expression in parsed.definition.ask_about.values() for name in expression.names}
    return question.id not in asked_about and set(question.id.split("_")) <= WORDS_OF_ONES_OWN


def _check_unused_contracts(parsed: ParsedFolder) -> None:
    definition = parsed.definition
    asked = {
        effect.argument for state in definition.flow.states.values() for effect in state.effects if effect.kind == "ask"
    }
    named = definition.form.contracts()
    for index, contract in enumerate(definition.uses):
        if contract not in asked | named | {PERSON_CONTRACT, *definition.ask_first}:
            place = at(parsed.sources.service, "uses", index)
            parsed.diagnostics.add(place, "register.unused", f"{contract} is never asked", "Remove it from `uses`.")


def check_delivery(parsed: ParsedFolder) -> None:
    """Record a paper delivery that cannot be chosen or never happens."""
    definition, diagnostics = parsed.definition, parsed.diagnostics
    place = at(parsed.sources.service, "collect")
    issues = any(effect.kind == "issue" for state in definition.flow.states.values() for effect in state.effects)
    if issues and not definition.collect:
        diagnostics.add(place, "delivery.none", "what is issued cannot be received", "Add download to `collect`.")
    on_paper = set(definition.collect) - {"download"}
    asked = any(question.type == "collection" for question in definition.form.questions())
    handed = any(effect.kind == "hand_over" for state in definition.flow.states.values() for effect in state.effects)
    if on_paper and not asked:
        diagnostics.add(
            place, "delivery.question", "nobody is asked how to receive it", "Add a question of type collection."
        )
    if handed and not on_paper:
        diagnostics.add(
            place, "delivery.flow", "the flow hands over what is only downloaded", "Remove hand_over, or add a way."
        )
    if on_paper and not handed:
        diagnostics.add(
            place, "delivery.flow", "the flow never hands it over", "Add hand_over to the state that is ready."
        )
    for method, name in (("office", "offices"), ("post_office", "post_offices"), ("home", "post_offices")):
        if method in on_paper and not definition.lists.get(name):
            diagnostics.add(
                place, "delivery.places", f"there is no place for {method}", f"Add places to shared/{name}.csv."
            )


def check_rules(parsed: ParsedFolder) -> None:
    """Record tables that do not give what the platform asks of them, and a paid service without fee."""
    definition, diagnostics, service = parsed.definition, parsed.diagnostics, parsed.sources.service
    later = {state.charge: RESULTS["fee"] for state in definition.flow.states.values() if state.charge}
    for name, wanted in (RESULTS | later).items():
        for result, kind in wanted.items():
            if name in definition.tables and definition.tables[name].gives.get(result) != kind:
                place = at(service, "rules", name, "gives")
                diagnostics.add(
                    place, "rules.gives", f"{name} does not give {result}", f"Write gives: {{{result}: {kind}}}."
                )
    delivery = definition.tables.get("delivery")
    if delivery is not None and delivery.currency != definition.fee_currency:
        place = at(service, "rules", "delivery")
        problem = f"delivery is in {delivery.currency}, the fee in {definition.fee_currency}: a bill has one currency"
        diagnostics.add(place, "rules.currency", problem, f"Write currency: {definition.fee_currency}.")
    if definition.kind == "paid" and not {"fee", *later} & definition.tables.keys():
        diagnostics.add(
            at(service, "kind"), "rules.fee", "a paid service has no fee table", "Add rules: fee, or write kind: free."
        )
    if definition.kind == "free" and "fee" in definition.tables:
        diagnostics.add(
            at(service, "rules", "fee"),
            "rules.fee",
            "a free service has a fee table",
            "Remove it, or write kind: paid.",
        )
    paid = any("paid" in state.actions for state in definition.flow.states.values())
    if definition.kind == "paid" and not paid:
        diagnostics.add(
            at(parsed.sources.flow, "states"), "flow.paid", "no state awaits payment", "Add the action paid."
        )
    if definition.kind == "free" and paid:
        diagnostics.add(
            at(parsed.sources.flow, "states"), "flow.paid", "a free service awaits payment", "Remove the action paid."
        )


def check_life_events(parsed: ParsedFolder) -> None:
    """Record life events that are not on the platform's list: nobody would find the service under them."""
    for index, event in enumerate(parsed.definition.life_events):
        if event not in LIFE_EVENTS:
            place = at(parsed.sources.service, "life_events", index)
            parsed.diagnostics.unknown(place, "service.life_event", "life event", event, LIFE_EVENTS)


def check_unused(parsed: ParsedFolder) -> None:
    """Record files that nothing refers to."""
    definition, diagnostics, sources = parsed.definition, parsed.diagnostics, parsed.sources
    effects = [effect for state in definition.flow.states.values() for effect in state.effects]
    issued = {effect.argument for effect in effects if effect.kind == "issue"}
    notified = SENT_BY_THE_PLATFORM | {effect.argument for effect in effects if effect.kind == "notify"}
    pages = (*sources.form.value["pages"], *sources.form.value.get("officials", []))
    entries = [entry for page in pages for entry in page["ask"]]
    asked_lists = {each.get("list") for entry in entries for each in (entry, *entry.get("ask", ()))}
    tables = {
        rule["table"].removeprefix("rules/").removesuffix(".csv")
        for rule in sources.service.value.get("rules", {}).values()
    }
    templates = {source.value["template"] for source in sources.documents.values()}
    for kind, present, used, directory, ending in (
        ("document", sources.documents, issued, "documents", "yaml"),
        ("message", sources.messages, notified, "messages", "yaml"),
        ("list", sources.lists, asked_lists, "lists", "csv"),
        ("table", sources.tables, tables, "rules", "csv"),
        (
            "template",
            {name.removesuffix(".typ"): "" for name in sources.templates},
            {name.removesuffix(".typ") for name in templates},
            "documents",
            "typ",
        ),
    ):
        for name in sorted(set(present) - used):
            place = At(f"{directory}/{name}.{ending}", 1)
            diagnostics.add(
                place, "file.unused", f"nothing uses the {kind} {name!r}", "Refer to it, or delete the file."
            )


def check_guides(parsed: ParsedFolder) -> None:
    """Record guides without content, or with a different structure in the two languages."""
    counts = {}
    for language, text in parsed.sources.guides.items():
        headings = [line for line in text.splitlines() if line.startswith("## ")]
        counts[language] = len(headings)
        if not headings:
            place = At(f"guide/{language}.md", 1)
            parsed.diagnostics.add(place, "guide.empty", "the guide has no section", "Begin sections with ##.")
    if len(set(counts.values())) > 1:
        problem = f"the guides have {counts['ar']} sections in Arabic and {counts['en']} in English"
        parsed.diagnostics.add(At("guide/en.md", 1), "guide.sections", problem, "Translate every section.")


CHECKS: Final[tuple[tuple[str, str, Callable[[ParsedFolder], None]], ...]] = (
    ("texts", "text/ar.yaml", check_texts),
    ("wording", "text/ar.yaml", check_wording),
    ("words of the search", "service.yaml", check_search_words),
    ("limits that are said", "text/ar.yaml", check_said_of_limits),
    ("declared", "service.yaml", check_declared),
    ("labels of questions", "form.yaml", check_labels_of_questions),
    ("rules", "service.yaml", check_rules),
    ("unused files", "service.yaml", check_unused),
    ("guides", "guide/ar.md", check_guides),
    ("questions", "form.yaml", check_questions),
    ("files in groups", "form.yaml", check_files_in_groups),
    ("labels of choices", "form.yaml", check_labels),
    ("life events", "service.yaml", check_life_events),
)
"""Each check of every service, by its name and the file that it mainly reads."""
CHECKS_OF_ENQUIRIES: Final[tuple[tuple[str, str, Callable[[ParsedFolder], None]], ...]] = (
    ("enquiry", "service.yaml", check_enquiry),
)
CHECKS_OF_APPLICATIONS: Final[tuple[tuple[str, str, Callable[[ParsedFolder], None]], ...]] = (
    ("flow", "flow.yaml", check_flow),
    ("officials", "flow.yaml", check_officials),
    ("shown answers", "flow.yaml", check_shown),
    ("sentences", "flow.yaml", check_sentences),
    ("days that are said", "text/ar.yaml", check_said_of_time),
    ("money that is said", "text/ar.yaml", check_said_of_money),
    ("sentences of ends", "flow.yaml", check_sentences_of_ends),
    ("order of papers", "flow.yaml", check_order_of_papers),
    ("papers", "service.yaml", check_papers),
    ("endings", "flow.yaml", check_endless),
    ("endings", "flow.yaml", check_silent_registers),
    ("money given back", "flow.yaml", check_paid_back),
    ("papers of decisions", "flow.yaml", check_superseded),
    ("papers given again", "flow.yaml", check_given_again),
    ("officials' fields", "flow.yaml", check_official_fields),
    ("filled sentences", "flow.yaml", check_sentences_filled),
    ("messages", "text/ar.yaml", check_messages),
    ("filled messages", "flow.yaml", check_placeholders_filled),
    ("messages of delivery", "text/ar.yaml", check_messages_of_delivery),
    ("messages of refusals", "text/ar.yaml", check_refusals_told),
    ("reasons in documents", "flow.yaml", check_reasons_sealed),
    ("texts of pages", "text/ar.yaml", check_plain_texts),
    ("delivery", "service.yaml", check_delivery),
    ("requests", "requests.yaml", check_requests),
    ("consents", "requests.yaml", check_consents),
    ("queued questions", "form.yaml", check_queued_questions),
    ("promise", "service.yaml", check_promise),
    ("times", "flow.yaml", check_times),
    ("times of requests", "requests.yaml", check_request_times),
    ("refunds", "flow.yaml", check_refunds),
    ("tables", "service.yaml", check_tables_used),
    ("calendars", "requests.yaml", check_calendars),
    ("roles", "flow.yaml", check_roles),
)
CHECKS_OF_REGISTERS: Final[tuple[tuple[str, Callable[[ParsedFolder, dict[str, RegisterContract]], None]], ...]] = (
    ("registers", check_registers),
    ("register queries", check_register_queries),
    ("sources of questions", check_sources),
    ("holders of documents", check_holders),
    ("what applications share", check_shared_by_none),
    ("languages of documents", check_languages),
    ("answer", check_answer),
)


def check_conventions(*, parsed: ParsedFolder, contracts: dict[str, RegisterContract], guard: Guard) -> None:
    """Run the checks of this module, and those of flows, requests, answers and registers that fit the service."""
    own = CHECKS_OF_ENQUIRIES if parsed.definition.kind == "enquiry" else CHECKS_OF_APPLICATIONS
    for name, file, check in (*CHECKS, *own):
        guard.run(partial(check, parsed), name=name, file=file)
    for name, check_against in CHECKS_OF_REGISTERS:
        guard.run(partial(check_against, parsed, contracts), name=name, file="service.yaml")
