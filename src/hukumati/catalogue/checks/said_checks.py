"""Checks of what sentences say of time, money and limits: it is what the flow does and the tables decide."""

import re
from collections.abc import Iterator
from typing import Final

from hukumati.catalogue.folder.diagnostics import At, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import ExpressionFailed, Row, State

_DAYS: Final = re.compile(r"(?<![0-9.,])([0-9]+) (?:calendar )?(?:days?\b|يوم|أيام(?! عمل))")
_PAID_BACK: Final = re.compile(
    r"\b(?:paid|payment|fees?|money)\b[^.]*?\b(?:is|are|being|be) (?:being )?(?:refunded|returned to you|paid back)"
    r"|(?<!لا )(?:يُعاد|تُعاد|سيُعاد|ستُعاد|نعيد|سنعيد) إليك"
)
_NOT_PAID_BACK: Final = re.compile(
    r"\b(?:paid|payment|fees?|money)\b[^.]*?\b(?:is|are|will) not (?:be )?(?:refunded|returned|paid back)"
    r"|(?:دفعت|الرسم|رسم|المبلغ)[^.]*? لا (?:يُعاد|تُعاد|نعيد)|(?:دفعت|رسم)[^.]*? ولا (?:يُعاد|تُعاد)"
)
_LIMIT: Final = re.compile(
    r"(<=|>=|==|<|>) (?:amount\('([0-9]+(?:\.[0-9]+)?)'(?:, '[A-Z]{3}')?\)|([0-9]+(?:\.[0-9]+)?))(?![\w.])"
)
_AMOUNT: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)")
_BESIDE: Final = {"<": (0, -1), ">=": (0, -1), ">": (0, 1), "<=": (0, 1), "==": (0,)}
"""What a sentence may say of a limit: `age < 17` refuses "those up to 16", and is "for those who are 17"."""
_SAID: Final = re.compile(r"(?<![\w.,/:-])[0-9][0-9,]*(?:\.[0-9]+)?(?![\w/:-])")
_WORKED_OUT: Final = re.compile(r"days\(|date\(|[-+*/%](?=(?:[^']*'[^']*')*[^']*$)")
"""Lengths of time, which sentences say in other units, and what is calculated: signs outside quotes."""


def check_said_of_time(parsed: ParsedFolder) -> None:
    """Record sentences and messages that name other days than the state in which they are read has."""
    for state in parsed.definition.flow.states.values():
        own = _days_in(parsed, state)
        for text in _texts_of(parsed, state) if own else ():
            for place, said in _said_in(parsed, text):
                for days in (int(each) for each in _DAYS.findall(said)):
                    if days not in own:
                        problem = f"{days} days are named, and {state.name!r} has {', '.join(map(str, sorted(own)))}"
                        remedy = "Name the days of flow.yaml and requests.yaml, or correct them there."
                        parsed.diagnostics.add(place, "text.days", problem, remedy)


def check_said_of_money(parsed: ParsedFolder) -> None:
    """Record ends that say that money comes back where nothing is paid back, and the other way round."""
    for state in parsed.definition.flow.states.values():
        refunds = any(effect.kind == "refund" for effect in state.effects)
        wrong = _NOT_PAID_BACK if refunds else _PAID_BACK
        for text in state.told if state.end else ():
            for place, said in _said_in(parsed, text):
                if wrong.search(said):
                    says = "is not given back, and the flow gives it back"
                    says = says if refunds else "is given back, and the flow gives nothing back"
                    problem = f"{state.name!r} says that what was paid {says}"
                    remedy = "Correct the sentence, or do: [refund] of the state."
                    parsed.diagnostics.add(place, "flow.said_of_money", problem, remedy)


def check_said_of_limits(parsed: ParsedFolder) -> None:
    """Record reasons and lines of price lists that name another number than the row of the table has."""
    for name, table in parsed.definition.tables.items():
        reasons = [_reason(row) for row in table.rows]
        for row, reason in zip(table.rows, reasons, strict=True):
            own = reason if reasons.count(reason) == 1 else ""
            for text in (parsed.definition.texts.get(own), row.title):
                _check_limits(parsed, name, row, text)


def _check_limits(parsed: ParsedFolder, table: str, row: Row, text: Bilingual | None) -> None:
    limits = _limits(row)
    given = {float(each) for cell in row.then.values() for each in _AMOUNT.findall(cell.text)}
    for place, said in _said_in(parsed, text) if limits else ():
        named = {float(each.replace(",", "")) for each in _SAID.findall(said)} - given
        if named and named.isdisjoint(limits):
            problem = f"the text of row {row.id} of {table} names {_written(named)}, and the row has "
            problem += _written({limit for limit, _, _ in _read(row)})
            remedy = "Name the limit of the table, or correct the table."
            parsed.diagnostics.add(place, "table.said", problem, remedy)


def _days_in(parsed: ParsedFolder, state: State) -> set[int]:
    """Return the calendar days after which something happens in a state, or until when something may be done."""
    asked = {effect.argument for effect in state.effects if effect.kind == "request"} | set(state.requests)
    dues = [request.due for name, request in parsed.definition.requests.items() if name in asked]
    return {
        *(after.days for after in state.after),
        *(way.within_days for way in state.reopen.values()),
        *(due.amount for due in dues if due.unit == "days"),
    }


def _texts_of(parsed: ParsedFolder, state: State) -> Iterator[Bilingual | None]:
    yield from state.told
    for effect in state.effects:
        message = parsed.definition.messages.get(effect.argument) if effect.kind == "notify" else None
        if message is not None:
            yield from (message.sms, message.subject, message.body)


def _said_in(parsed: ParsedFolder, text: Bilingual | None) -> Iterator[tuple[At, str]]:
    """Yield what a text says in each language, with its place."""
    key = next((key for key, each in parsed.definition.texts.items() if each is text), None) if text else None
    sources: tuple[YamlFile[dict[str, str]], ...] = (parsed.sources.ar, parsed.sources.en)
    for source in sources if key is not None else ():
        yield at(source, str(key)), source.value.get(str(key), "")


def _reason(row: Row) -> str:
    try:
        return str(row.then["reason"].value({})) if "reason" in row.then else ""
    except ExpressionFailed:
        return ""


def _limits(row: Row) -> set[float]:
    return {
        limit + beside for limit, operator, whole in _read(row) for beside in (_BESIDE[operator] if whole else (0,))
    }


def _read(row: Row) -> set[tuple[float, str, bool]]:
    """Return the numbers that a row compares with, 0 and 1 aside; nothing where they are worked out."""
    texts = [condition.text for condition in row.when]
    if any(_WORKED_OUT.search(text) for text in texts):
        return set()
    found = {
        (float(amount or number), operator, not amount and "." not in number)
        for text in texts
        for operator, amount, number in _LIMIT.findall(text)
    }
    return {each for each in found if each[0] > 1}


def _written(numbers: set[float]) -> str:
    return ", ".join(f"{number:g}" for number in sorted(numbers))
