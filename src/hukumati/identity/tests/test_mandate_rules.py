"""The rules of mandates, without a database: who may give, accept, end and use one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.identity.domain import mandates
from hukumati.identity.domain.mandates import (
    Deed,
    Held,
    Kind,
    MandateRefused,
    Party,
    Scope,
    State,
    Step,
    Term,
    begin_chain,
    check_online_grant,
    extend_chain,
    majority_on,
    narrowed_scopes,
    nested_act,
    next_state,
    require_party,
)

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def held(represented: str = "child", representative: str = "parent", **changes: object) -> Held:
    """Return an active mandate without an end."""
    mandate = Held(
        id=f"{representative} for {represented}",
        kind=Kind.CHILD,
        represented=represented,
        representative=representative,
        state=State.ACTIVE,
        term=Term(NOW - DAY),
        scope=Scope(),
    )
    return replace(mandate, **changes)  # type: ignore[arg-type]  # by name


def reason_of(refused: pytest.ExceptionInfo[MandateRefused]) -> str:
    return str(refused.value)


def test_a_mandate_that_is_over_never_comes_back() -> None:
    for state, step in product((State.ENDED, State.REVOKED, State.EXPIRED), Step):
        with pytest.raises(MandateRefused, match="not_open"):
            next_state(state, step)


def test_only_a_proposed_mandate_is_accepted() -> None:
    assert next_state(State.PROPOSED, Step.ACCEPT) is State.ACTIVE
    with pytest.raises(MandateRefused, match="not_open"):
        next_state(State.ACTIVE, Step.ACCEPT)


def test_each_kind_is_accepted_by_one_party_alone() -> None:
    for kind, party in product(Kind, Party):
        if mandates.ACCEPTED_BY[kind] is party:
            require_party(kind, Step.ACCEPT, party)
        else:
            with pytest.raises(MandateRefused, match="not_yours"):
                require_party(kind, Step.ACCEPT, party)


def test_no_parent_lays_down_a_child_and_no_child_its_parent() -> None:
    for party in (Party.REPRESENTED, Party.REPRESENTATIVE):
        with pytest.raises(MandateRefused, match="not_yours"):
            require_party(Kind.CHILD, Step.REVOKE, party)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"holder": "1"}, "self"),
        ({"scope": Scope(deeds=(Deed.VIEW,))}, "no_service"),
        ({"scope": Scope(("MOH-INS",), ())}, "no_deed"),
        ({"term": Term(NOW)}, "bad_term"),
        ({"term": Term(NOW, NOW)}, "bad_term"),
        ({"term": Term(NOW, NOW + 367 * DAY)}, "bad_term"),
        ({"term": Term(NOW + 2 * DAY, NOW + DAY)}, "bad_term"),
        ({"open_ones": mandates.MOST_GIVEN}, "too_many"),
    ],
)
def test_a_power_of_attorney_given_online_is_limited(changes: dict[str, object], reason: str) -> None:
    good: dict[str, object] = {
        "grantor": "1", "holder": "2", "scope": Scope(("MOH-INS",)), "term": Term(NOW, NOW + DAY), "open_ones": 0,
        "now": NOW,
    }  # fmt: skip
    check_online_grant(**good)  # type: ignore[arg-type]  # by name
    with pytest.raises(MandateRefused) as refused:
        check_online_grant(**good | changes)  # type: ignore[arg-type]  # by name
    assert reason_of(refused) == reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"representative": "stranger"}, "not_yours"),
        ({"state": State.PROPOSED}, "not_active"),
        ({"state": State.REVOKED}, "not_active"),
        ({"term": Term(NOW + DAY)}, "not_active"),
        ({"term": Term(NOW - DAY, NOW)}, "expired"),
        ({"represented": "parent"}, "loop"),
    ],
)
def test_a_mandate_is_used_by_its_holder_in_its_time_alone(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(MandateRefused) as refused:
        begin_chain(held(**changes), actor="parent", now=NOW)  # type: ignore[arg-type]  # by name
    assert reason_of(refused) == reason


def test_three_may_act_for_one_another_and_a_fourth_may_not() -> None:
    chain = begin_chain(held("b", "a"), actor="a", now=NOW)
    chain = extend_chain(chain, held("c", "b"), now=NOW)
    chain = extend_chain(chain, held("d", "c"), now=NOW)
    assert chain.principal == "d"
    assert chain.actors == ("c", "b", "a")
    assert nested_act(chain.actors) == {"sub": "c", "act": {"sub": "b", "act": {"sub": "a"}}}
    with pytest.raises(MandateRefused, match="too_deep"):
        extend_chain(chain, held("e", "d"), now=NOW)


def test_nobody_comes_back_to_themselves_by_a_chain() -> None:
    chain = begin_chain(held("b", "a"), actor="a", now=NOW)
    with pytest.raises(MandateRefused, match="loop"):
        extend_chain(chain, held("a", "b"), now=NOW)
    longer = extend_chain(chain, held("c", "b"), now=NOW)
    with pytest.raises(MandateRefused, match="loop"):
        extend_chain(longer, held("b", "c"), now=NOW)


def test_a_chain_goes_as_far_and_as_long_as_its_narrowest_mandate() -> None:
    wide = held("b", "a", scope=Scope(("X", "Y"), tuple(Deed), 900), term=Term(NOW, NOW + 9 * DAY))
    narrow = held("c", "b", scope=Scope(("Y", "Z"), (Deed.VIEW, Deed.PAY), 500), term=Term(NOW, NOW + DAY))
    chain = extend_chain(begin_chain(wide, actor="a", now=NOW), narrow, now=NOW)
    assert chain.scope == Scope(("Y",), (Deed.VIEW, Deed.PAY), 500)
    assert chain.ends_at == NOW + DAY


def test_mandates_without_a_service_in_common_make_no_chain() -> None:
    """An empty list would mean every service."""
    first = begin_chain(held("b", "a", scope=Scope(("X",))), actor="a", now=NOW)
    with pytest.raises(MandateRefused, match="out_of_scope"):
        extend_chain(first, held("c", "b", scope=Scope(("Y",))), now=NOW)


def test_one_of_two_who_sign_together_may_only_look() -> None:
    chain = begin_chain(held(signatures_needed=2), actor="parent", now=NOW)
    assert chain.scope.deeds == (Deed.VIEW,)
    assert not chain.scope.covers(service="MOH-INS", deed=Deed.APPLY)


def test_a_child_comes_of_age_on_a_day_that_exists() -> None:
    assert majority_on(born_on=date(2008, 2, 29), majority=18) == date(2026, 3, 1)
    assert majority_on(born_on=date(2017, 10, 5), majority=18) == date(2035, 10, 5)


SCOPES = st.builds(
    Scope,
    services=st.lists(st.sampled_from("ABC"), unique=True).map(tuple),
    deeds=st.lists(st.sampled_from(list(Deed)), unique=True).map(tuple),
    limit_minor=st.none() | st.integers(0, 1000),
)


@given(one=SCOPES, other=SCOPES)
def test_narrowing_never_widens(one: Scope, other: Scope) -> None:
    try:
        both = one.narrowed_to(other)
    except MandateRefused:
        return
    for service, deed in product("ABC", Deed):
        if both.covers(service=service, deed=deed):
            assert one.covers(service=service, deed=deed)
            assert other.covers(service=service, deed=deed)
    if one.limit_minor is not None or other.limit_minor is not None:
        assert both.limit_minor == min(each for each in (one.limit_minor, other.limit_minor) if each is not None)


def test_a_token_for_another_tells_who_it_is_and_never_how_the_holder_is_reached() -> None:
    granted = ("openid", "identity", "phone", "email")
    assert narrowed_scopes((), granted=granted) == ("openid", "identity")
    assert narrowed_scopes(("openid",), granted=granted) == ("openid",)
    for above in ("phone", "staff", "everything"):
        with pytest.raises(MandateRefused, match="out_of_scope"):
            narrowed_scopes(("openid", above), granted=granted)
