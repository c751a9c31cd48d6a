"""Prices: the list that is read before applying, the lowest of them, and what is due later in a case."""

from dataclasses import replace

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.service_language.api import Definition, Form, Row, State, Table
from hukumati.service_language.flows import Action, Branch, Flow
from hukumati.service_language.rules import FeeItem, fee_items, is_set_by_officials, lowest_fee
from hukumati.service_language.tests.making import definition, expression, page, question, session, table

CHEAP, DEAR = Bilingual(ar="عادي", en="Standard"), Bilingual(ar="مستعجل", en="Urgent")


def priced(name: str, *rows: tuple[Bilingual | None, str], currency: str = "ILS") -> Table:
    made = table(name, *(("", value) for _title, value in rows))
    titled = tuple(replace(row, title=title) for row, (title, _value) in zip(made.rows, rows, strict=True))
    return replace(made, rows=titled, currency=currency)


def charging(*tables: Table, charges: tuple[str, ...] = ()) -> Definition:
    states = {f"s{n}": State(f"s{n}", "submitted", charge=charge) for n, charge in enumerate(charges)}
    draft = State("draft", "started", {"submit": Action("submit", (Branch(None, "draft"),))})
    return definition(tables={each.name: each for each in tables}, flow=Flow("draft", {"draft": draft, **states}))


def test_titled_rows_are_the_price_list_and_others_are_not() -> None:
    made = charging(priced("fee", (DEAR, "amount('50.00')"), (None, "amount('1.00')"), (CHEAP, "amount('20.00')")))
    assert fee_items(definition=made) == (FeeItem(DEAR, Money(5000, "ILS")), FeeItem(CHEAP, Money(2000, "ILS")))
    assert lowest_fee(definition=made) == Money(2000, "ILS")


def test_a_price_that_depends_on_the_answers_is_listed_without_an_amount() -> None:
    made = charging(priced("fee", (CHEAP, "amount('2.00') * q")))
    assert fee_items(definition=made) == (FeeItem(CHEAP, None),)
    assert lowest_fee(definition=made) is None


def test_what_is_charged_later_stands_behind_the_first_fee_once() -> None:
    later, unused = (
        priced("second", (DEAR, "amount('9.000')"), currency="JOD"),
        priced("third", (DEAR, "amount('1.00')")),
    )
    made = charging(later, unused, priced("fee", (CHEAP, "amount('20.00')")), charges=("second", "", "fee", "second"))
    assert fee_items(definition=made) == (FeeItem(CHEAP, Money(2000, "ILS")), FeeItem(DEAR, Money(9000, "JOD")))


def test_a_service_without_a_first_fee_lists_what_is_charged_later() -> None:
    made = charging(priced("second", (DEAR, "amount('9.00')")), charges=("second",))
    assert fee_items(definition=made) == (FeeItem(DEAR, Money(900, "ILS")),)
    assert fee_items(definition=charging()) == ()


def test_what_costs_nothing_is_not_the_lowest_fee() -> None:
    made = charging(priced("fee", (CHEAP, "amount('0.00')"), (DEAR, "amount('3.00')")))
    assert lowest_fee(definition=made) == Money(300, "ILS")
    assert lowest_fee(definition=charging(priced("fee", (CHEAP, "amount('0.00')")))) is None


def test_a_later_fee_is_worked_out_by_its_own_table() -> None:
    made = charging(
        priced("fee", (None, "amount('1.00')")), priced("second", (None, "amount('9.000')"), currency="JOD")
    )
    assert session(made).charge("second") == Money(9000, "JOD")
    assert session(made).charge("nosuch") == Money(0, "ILS")


@pytest.mark.parametrize(("filled", "is_owed"), [(None, True), ([], True), (3, False), (0, False)])
@pytest.mark.parametrize("name", ["fee", "delivery", "second"])
def test_a_fee_rests_on_officials_until_they_have_filled_in(filled: object, is_owed: bool, name: str) -> None:
    form = Form(pages=(), officials=(page("inspection", question("q", "number")),))
    made = replace(charging(priced(name, (None, "amount('2.00') * q"))), form=form)
    assert is_set_by_officials(definition=made, facts={"q": filled}) is (is_owed and name != "second")


def test_a_condition_that_officials_owe_counts_too() -> None:
    rows = (Row("1", (expression("q > 1"),), {"fee": expression("amount('1.00')")}),)
    form = Form(pages=(), officials=(page("inspection", question("q", "number")),))
    made = replace(charging(replace(priced("fee"), rows=rows)), form=form)
    assert is_set_by_officials(definition=made, facts={})
    assert session(made).is_fee_pending()
