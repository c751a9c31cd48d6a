"""Definitions made in code, as small as a test needs them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import (
    Action,
    Branch,
    Choice,
    Definition,
    Expression,
    Flow,
    Form,
    FormSession,
    Once,
    Page,
    Question,
    Row,
    State,
    Status,
    Table,
    compile_expression,
)
from hukumati.service_language.facts import FACT_NAMES

TODAY = date(2026, 11, 23)
LABEL = Bilingual(ar="سؤال", en="Question")
COLOURS = tuple(Choice(code, Bilingual(ar=code, en=code)) for code in ("red", "green", "blue"))
QUESTION_NAMES = (
    "q", "r", "s", "purpose", "reason", "owed", "known", "other", "vehicle", "fines", "heirs", "photo", "second",
    "elsewhere", "on_assistance", "_it",
)  # fmt: skip
"""What the questions of these tests are called, so that any condition may read any of them."""
PERSON: dict[str, Any] = {
    "id_number": "400000006",
    "kind": "citizen",
    "name": {
        "ar": {"first": "ليلى", "father": "أحمد", "grandfather": "يوسف", "family": "الزيتوني"},
        "en": {"first": "Layla", "father": "Ahmad", "grandfather": "Yousef", "family": "Zaytouni"},
    },
    "born_on": "1990-05-12",
    "died_on": None,
    "sex": "female",
    "governorate": "PS-RBH",
    "alive": True,
    "guardians": [],
}


def expression(text: str) -> Expression:
    """Compile a condition that may read any fact and any question of these tests."""
    return compile_expression(text, [*QUESTION_NAMES, *FACT_NAMES])


def question(name: str = "q", kind: str = "text", *, show_if: str = "", where: str = "", **more: Any) -> Question:
    """Make a question; conditions are given as text."""
    return Question(
        id=name,
        type=kind,
        label=LABEL,
        show_if=expression(show_if) if show_if else None,
        where=expression(where) if where else None,
        **more,
    )


def page(name: str, *questions: Question) -> Page:
    """Make a page."""
    return Page(id=name, title=LABEL, ask=questions)


def table(name: str, *rows: tuple[str, str], hit: Any = "FIRST", result: str = "fee", kind: Any = "money") -> Table:
    """Make a table of (condition, result) rows; an empty condition always holds."""
    made = tuple(
        Row(
            id=str(number),
            when=(expression(condition),) if condition else (),
            then={result: expression(value)},
        )
        for number, (condition, value) in enumerate(rows, start=1)
    )
    return Table(name=name, hit=hit, gives={result: kind}, rows=made)


def flow(submit: Mapping[str, str] | str = "done") -> Flow:
    """Make a flow whose submission leads to one state, or by conditions to several."""
    branches = (
        (Branch(None, submit),)
        if isinstance(submit, str)
        else tuple(Branch(expression(when) if when else None, to) for when, to in submit.items())
    )
    return Flow(
        start="draft",
        states={
            "draft": State("draft", "started", {"submit": Action("submit", branches)}),
            "to_pay": State("to_pay", "submitted", {"paid": Action("paid", (Branch(None, "done"),))}),
            "done": State("done", "closed", end=True),
        },
    )


def definition(*pages: Page | Question, **changed: Any) -> Definition:
    """Make a service of these pages; loose questions stand together on the page "one"."""
    loose = [each for each in pages if isinstance(each, Question)]
    form = Form(pages=(*([page("one", *loose)] if loose else []), *(each for each in pages if isinstance(each, Page))))
    parts: dict[str, Any] = {
        "id": "ps.moj.small", "code": "MOJ-SML", "slug": "small", "name": LABEL, "summary": LABEL, "keywords": (),
        "provider": "moj", "provider_name": LABEL, "kind": "paid", "audience": ("citizen",),
        "assurance": "substantial", "status": Status(), "once": Once(), "promise": None, "keep_draft_days": 30,
        "collect": ("download",), "uses": ("interior.person",), "if_down": {}, "life_events": (), "form": form,
        "flow": flow(), "tables": {}, "lists": {}, "documents": {}, "messages": {}, "texts": {}, "guide": LABEL,
        "fee_currency": "ILS", "fee_official": False, "budget_code": "", "reference_prefix": "SML",
    }  # fmt: skip
    return Definition(**{**parts, **changed})


def session(made: Definition, answers: Mapping[str, Any] | None = None, **given: Any) -> FormSession:
    """Make a session of Layla's; `given` takes the place of her registers, account and the like."""
    parts: dict[str, Any] = {"registers": {"interior.person": PERSON}, "today": TODAY, **given}
    return FormSession(definition=made, answers=answers or {}, **parts)


class PostedFields(Mapping[str, str]):
    """What a browser posts, as Django's QueryDict gives it: a name may come several times, the last value counts."""

    def __init__(self, *pairs: tuple[str, str], **fields: str) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in (*pairs, *fields.items()):
            self._values.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> str:
        return self._values[name][-1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def getlist(self, name: str) -> list[str]:
        """Return every value of a name."""
        return self._values.get(name, [])
