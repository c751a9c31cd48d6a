"""Expressions say what they may, cost little, and fail in one way only."""

import json
import pickle
import time
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.service_language.api import (
    Expression,
    ExpressionFailed,
    ExpressionRefused,
    compile_expression,
    parse_tree,
)

NAME = {"ar": {"first": "ليلى", "father": "", "grandfather": "يوسف", "family": "الزيتوني"}}
FACTS: dict[str, Any] = {
    "age": 30,
    "copies": None,
    "today": date(2026, 11, 23),
    "born_on": date(2008, 11, 24),
    "name": NAME,
    "children": [{"age": 3}, {"age": 20}],
    "purpose": "study",
}


def _value(text: str, **facts: Any) -> Any:
    return compile_expression(text, list(FACTS)).value({**FACTS, **facts})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("age >= 18 && purpose == 'study'", True),
        ("copies != null && copies > 1", False),
        ("years_between(born_on, today)", 17),
        ("years_between(date('2004-02-29'), date('2026-02-28'))", 21),
        ("years_between(null, today)", None),
        ("today + days(7)", date(2026, 11, 30)),
        ("born_on < date('2010-01-01')", True),
        ("amount('20.00') + amount('5.00') * (3 - 1)", 3000),
        ("children.exists(_c, _c.age < 18)", True),
        ("full_name(name, 'ar')", "ليلى يوسف الزيتوني"),
        ("purpose in ['study', 'travel']", True),
        ("same_code('N1234567', ' n123-4567')", True),
        ("same_code('N1234567', 'N1234568')", False),
        ("same_code(null, 'N1') || same_code('N1', null) || same_code(null, null)", False),
        ("children.exists(_a, _a.age > 18) && children.all(_b, _b.age > 2)", True),
        ("size(children)", 2),
        ("size('محمد')", 4),
        ("'محمد'.size() + size (purpose)", 9),
        ("size({'size(': 'size('}) + size('size(')", 6),
        ("{'a': age}", {"a": 30}),
        ("date(today) == today", True),
        ("date(null) == null", True),
    ],
)
def test_an_expression_gives_its_value(text: str, value: object) -> None:
    assert _value(text) == value


def test_amounts_follow_the_currency() -> None:
    expression = compile_expression("amount('35.000')", [])
    assert expression.value({}, currency="JOD") == 35_000
    with pytest.raises(ExpressionFailed):
        expression.value({}, currency="XXX")
    with pytest.raises(ExpressionFailed):
        compile_expression("amount('1.005')", []).value({}, currency="ILS")


@pytest.mark.parametrize(
    "text",
    [
        "1 +", "", "nosuch == 1", "purpose.matches('(a+)+$')", "open('x')", "timestamp('2026-01-01T00:00:00Z')",
        "children.map(_a, children.map(_b, _a))",
        "age == 1 // " + "x" * 500, "package == 1", "[" * 400, "(" * 499,
    ],
)  # fmt: skip
def test_what_is_no_expression_here_is_refused_at_publication(text: str) -> None:
    with pytest.raises(ExpressionRefused):
        compile_expression(text, list(FACTS))


@pytest.mark.parametrize(
    "hidden",
    [
        "children.map(_a, children.map(_b, children.map(_c, _a)))",
        "children.map // ( \n (_a, children.map // ( \n (_b, _a))",
        "r'\\' == '' || children.map(_a, children.map(_b, _a)) == [] || r'\\' == ''",
        "'''it's''' == '' || children.map(_a, children.map(_b, _a)) == [] || '''it's''' == ''",
        "children.map\n(_a, children\n.map (_b, _a))",
        "children.map(_a, children)",
        "[purpose + purpose].map(_a, [_a + _a].map(_b, [_b + _b].map(_c, [_c + _c].map(_d, [_d + _d, _d, _d, _d]))))"
        ".map(_f, [_f, _f, _f, _f, _f, _f, _f, _f].map(_g, [_g, _g, _g, _g, _g, _g, _g, _g, _g, _g, _g]))",
        "children.exists(_a, children.exists(_b, children.exists(_c, _c == _a)))",
    ],
)
def test_costs_are_counted_on_the_tree_however_the_text_hides_them(hidden: str) -> None:
    with pytest.raises(ExpressionRefused):
        compile_expression(hidden, list(FACTS))


def test_longer_lists_than_were_assumed_are_refused_when_they_come() -> None:
    expression = compile_expression("children.filter(_c, _c.age < 18)", list(FACTS))
    assert len(expression.value({"children": [{"age": 3}] * 100})) == 100
    many = [{"age": 3, **{f"a{number}": number for number in range(10)}}] * 400
    with pytest.raises(ExpressionFailed):
        expression.value({"children": many})


def test_unknown_names_are_named() -> None:
    with pytest.raises(ExpressionRefused) as caught:
        compile_expression("age > 1 && agee < 3", ["age"])
    assert caught.value.unknown == ("agee",)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("copies > 1", {}), ("name.nosuch", {}), ("1 / 0", {}), ("age + purpose", {}),
        ("9223372036854775807 + age", {}),
        ("purpose == 'x'", {"purpose": "x" * 6000}), ("size(children)", {"children": [1] * 501}),
        ("date('tomorrow')", {}),
        ("amount('a lot')", {}), ("age", {"age": object()}),
    ],
)  # fmt: skip
def test_whatever_goes_wrong_is_one_kind_of_failure(text: str, facts: dict[str, Any]) -> None:
    with pytest.raises(ExpressionFailed):
        _value(text, **facts)


def test_a_condition_must_be_true_or_false() -> None:
    assert compile_expression("age > 3", ["age"]).holds(FACTS)
    with pytest.raises(ExpressionFailed):
        compile_expression("age", ["age"]).holds(FACTS)


def test_only_named_facts_are_passed() -> None:
    expression = compile_expression("age > 3 && children.exists(_c, _c.age > 1)", list(FACTS))
    assert expression.names == ("age", "children")
    assert expression.holds({"age": 4, "children": [{"age": 2}], "secret": object()})


def test_an_expression_survives_pickle_and_json() -> None:
    expression = compile_expression("age > 3", ["age"])
    again = Expression(**json.loads(json.dumps({"text": expression.text, "names": expression.names})))
    assert pickle.loads(pickle.dumps(expression)).holds(FACTS)  # noqa: S301 - our own bytes
    assert again.holds(FACTS)


def test_the_dearest_expression_allowed_stays_cheap() -> None:
    children = [{"age": age} for age in range(500)]
    expression = compile_expression("children.map(_c, _c.age * 2)", ["children"])
    begun = time.process_time()
    expression.value({"children": children})
    assert time.process_time() - begun < 0.5


@given(st.text(max_size=60))
def test_no_text_brings_the_compiler_down(text: str) -> None:
    with suppress(ExpressionRefused, ExpressionFailed):
        assert set(compile_expression(text, ["age"]).names) <= {"age"}
        compile_expression(text, ["age"]).value({"age": 1})


def test_amounts_of_a_list_are_added_up_and_lists_compared_by_one_element() -> None:
    lands = [{"number": "A", "due": 100}, {"number": "B", "due": 250}]
    chosen = {"lands": lands, "mine": [{"number": "B"}]}
    assert compile_expression("sum(lands.map(_l, _l.due))", ["lands"]).value(chosen) == 350
    assert compile_expression("sum(pluck(lands, 'due'))", ["lands"]).value({"lands": []}) == 0
    listed = "lands.map(_l, {'number': _l.number, 'from': size(_l.years) == 0 ? null : _l.years[0].year})"
    assert compile_expression(listed, ["lands"]).names == ("lands",)
    same = compile_expression("lands.exists(_l, _l.number in pluck(mine, 'number'))", ["lands", "mine"])
    assert same.holds(chosen)
    assert not same.holds({**chosen, "mine": [{"number": "C"}, {}]})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("members.all(each, each.age > 1)", "macro"),
        ("members.all(each)", "call"),
        ("name.replace(old, new)", "call"),
        ("name.replace('a', 'b')", "call"),
    ],
)
def test_a_macro_is_known_by_its_name_and_the_name_that_it_gives_to_the_entries(text: str, kind: str) -> None:
    assert parse_tree(text).kind == kind


def test_a_macro_over_long_lists_is_refused_before_it_is_worked_out() -> None:
    nested = "children.exists(_a, children.exists(_b, _a.age > _b.age))"
    assert _value(nested) is True
    with pytest.raises(ExpressionFailed):
        _value(nested, children=[{"age": number + 100} for number in range(500)])


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("date(said)", {"said": "what Layla typed"}),
        ("amount(said)", {"said": "what Layla typed"}),
        ("last + days(99999999)", {"last": date(9999, 12, 31)}),
        ("least / minus", {"least": -(2**63), "minus": -1}),
        ("least % minus", {"least": -(2**63), "minus": -1}),
        ("1e999999 > 1.0", {}),
        ("amount('1e999999')", {}),
        ("share(1, 1e308, 1e-308)", {}),
        ("int('99999999999999999999')", {}),
    ],
)
def test_what_cannot_be_worked_out_ends_at_once_and_leaves_nothing_in_the_log(
    text: str, facts: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"), suppress(ExpressionFailed, ExpressionRefused):
        compile_expression(text, list(facts)).value(facts)
    assert caplog.records == []
