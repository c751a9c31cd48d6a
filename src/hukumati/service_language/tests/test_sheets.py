"""What officials fill in: which of it is asked, what they have answered, and what they may not write."""

import pytest

from hukumati.service_language.api import Form, Once
from hukumati.service_language.register_queries import RegisterQuery
from hukumati.service_language.tests.making import definition, expression, page, question, session

AREA = question("q", "number", min=1, max=500)
WHY = question("reason", show_if="q > 100")
PLOT = question("r")
MADE = definition(
    form=Form(
        pages=(page("one", PLOT),),
        officials=(page("inspection", AREA, WHY), page("conditions", question("s", "choices", required=False))),
    )
)  # fmt: skip


def test_a_sheet_is_found_by_its_name() -> None:
    assert [MADE.form.sheet(name).id for name in ("inspection", "conditions")] == ["inspection", "conditions"]
    with pytest.raises(LookupError, match="one"):
        MADE.form.sheet("one")
    assert MADE.form.all_questions()[0] == PLOT
    assert [each.id for each in MADE.form.official_questions()] == ["q", "reason", "s"]


def test_officials_are_asked_what_their_own_answers_reveal() -> None:
    assert session(MADE).official_questions("inspection") == (AREA,)
    assert session(MADE, {"q": 101}).official_questions("inspection") == (AREA, WHY)
    with pytest.raises(LookupError):
        session(MADE).official_questions("one")


def test_what_was_filled_in_is_what_has_an_answer() -> None:
    assert session(MADE, {"q": 0, "s": [], "r": "x"}).filled_in() == (AREA,)
    assert session(MADE, {"q": None}).filled_in() == ()


def test_what_an_official_writes_is_checked_like_an_answer() -> None:
    assert session(MADE).clean_sheet("inspection", {"q": "٥٠"}).answers["q"] == 50
    assert set(session(MADE).clean_sheet("inspection", {"q": "501"}).errors) == {"q"}
    with pytest.raises(LookupError):
        session(MADE).clean_sheet("one", {})


def test_what_no_two_applications_may_share_is_worked_out() -> None:
    assert session(definition(PLOT, once=Once(per=expression("r"))), {"r": "12-7"}).about() == "12-7"
    assert session(definition(PLOT)).about() is None


def test_a_register_is_asked_about_whom_the_service_names() -> None:
    made = definition(PLOT, ask_about={"moi.family": expression("r")})
    assert session(made, {"r": "900000001"}).register_query("moi.family") == RegisterQuery(about="900000001")
    assert session(made).register_query("moi.family") is None
