"""Checks of what service.yaml declares beside the flow: for whom, how many at once, and since when it is closed."""

import re
from collections.abc import Mapping
from typing import Final

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.register_lists import RegisterLists
from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import ExpressionFailed, Question, Row

_ELEMENT: Final = re.compile(r"([a-z_]\w*)\.([a-z_]\w*)")
_KIND: Final = re.compile(r"applicant\.kind (==|!=) '(citizen|resident)'")
OF_ONE_PERSON: Final = {"applicant", "account"}


def check_declared(parsed: ParsedFolder) -> None:
    """Record a reason of what is open, a limit that means nothing, and people invited whom a table turns away."""
    definition, service = parsed.definition, parsed.sources.service
    entry = service.value["status"]
    if entry["is"] == "open" and "reason" in entry:
        problem = "an open service has a reason why it is closed, which nobody reads"
        parsed.diagnostics.add(at(service, "status"), "service.status", problem, "Remove the reason.")
    per, most = definition.once.per, definition.once.open_at_most
    if per is not None and per.names and set(per.names) <= OF_ONE_PERSON and (most or 1) > 1:
        problem = f"{per.text!r} is the same for all applications of a person: {most} are never under way"
        remedy = "Name what each is for, as vehicle.plate, or write open_at_most: 1 without `per`."
        parsed.diagnostics.add(at(service, "once", "per"), "service.per", problem, remedy)
    _check_audience(parsed)


def check_shared_by_none(parsed: ParsedFolder, contracts: Mapping[str, RegisterContract]) -> None:
    """Record a `per` of a register's entry that many entries have in common: a colour, a kind, a year."""
    per = parsed.definition.once.per
    named = _ELEMENT.fullmatch(per.text) if per is not None else None
    question = _asked(parsed, named[1]) if named is not None else None
    if named is None or question is None or question.type != "record" or named[2] == question.key:
        return
    if _is_of_many(question, named[2], contracts):
        problem = f"{named[0]!r} is no one entry's alone: a second one of the same is refused"
        place = at(parsed.sources.service, "once", "per")
        parsed.diagnostics.add(place, "service.per", problem, f"Write per: {named[1]}.{question.key}.")


def _asked(parsed: ParsedFolder, name: str) -> Question | None:
    return next((each for each in parsed.definition.form.questions() if each.id == name), None)


def _is_of_many(question: Question, element: str, contracts: Mapping[str, RegisterContract]) -> bool:
    found = RegisterLists({question.id: question}, contracts).items(question.of)
    schema = found[0].element((element,), found[1]) if found is not None else None
    return schema is not None and ("enum" in schema or schema.get("type") in ("integer", "boolean", "object"))


def _check_audience(parsed: ParsedFolder) -> None:
    table = parsed.definition.tables.get("eligibility")
    for row in table.rows if table is not None else ():
        turned_away = _turned_away(row) & set(parsed.definition.audience)
        for who in sorted(turned_away):
            place = at(parsed.sources.service, "audience")
            problem = f"{who} is invited, and row {row.id} of eligibility turns every {who} away"
            parsed.diagnostics.add(place, "service.audience", problem, "Remove it from `audience`, or correct the row.")


def _turned_away(row: Row) -> set[str]:
    """Return the kinds of people whom a row refuses whatever else they are."""
    said = _KIND.fullmatch(row.when[0].text) if len(row.when) == 1 else None
    try:
        refuses = "eligible" in row.then and row.then["eligible"].value({}) is False
    except ExpressionFailed:
        refuses = False
    if said is None or not refuses:
        return set()
    return {said[2]} if said[1] == "==" else {"citizen", "resident"} - {said[2]}
