"""The definition of the certificate answers what the rest of the platform asks of it."""

from typing import Any

import pytest

from hukumati.catalogue.folder.guides import render_guide
from hukumati.catalogue.tests.samples import real_definition
from hukumati.core.money import Money
from hukumati.service_language import api as service_language
from hukumati.service_language.api import Definition, NotPossibleHere
from hukumati.service_language.tests.specimen import certificate_session


@pytest.fixture(scope="module")
def definition() -> Definition:
    return real_definition()


@pytest.mark.parametrize(
    ("person", "eligible", "words"),
    [
        ({}, True, ""),
        ({"kind": "resident"}, True, ""),
        ({"alive": False, "died_on": "2024-01-01"}, False, "died"),
        ({"born_on": "2008-11-24"}, False, "18"),
        ({"born_on": "2008-11-23"}, True, ""),
        ({"alive": None}, False, "not answered"),
    ],
)
def test_who_may_apply(definition: Definition, person: dict[str, Any], eligible: bool, words: str) -> None:
    decided = certificate_session(definition, **person).eligibility()
    assert decided.eligible is eligible
    assert words in (decided.reason.en if decided.reason else "")


@pytest.mark.parametrize(("purpose", "minor"), [("study", 1000), ("travel", 2000), ("other", 2000), (None, 2000)])
def test_the_fee_follows_the_purpose(definition: Definition, purpose: str | None, minor: int) -> None:
    session = certificate_session(definition, {"purpose": purpose})
    assert session.fee() == Money(minor, "ILS")
    assert session.facts["fee"] == minor


def test_the_price_list_is_told_before_applying(definition: Definition) -> None:
    items = service_language.fee_items(definition=definition)
    assert [(item.title.en, str(item.amount)) for item in items] == [
        ("For study", "10.00 ILS"), ("For any other purpose", "20.00 ILS"),
    ]  # fmt: skip
    assert service_language.lowest_fee(definition=definition) == Money(1000, "ILS")


def test_the_flow_leads_a_clear_record_past_the_officer_and_a_hit_to_one(definition: Definition) -> None:
    answered = definition.flow.step("checking", "answered")
    for clear, state in ((True, "issuing"), (False, "review")):
        facts = certificate_session(definition).facts
        facts["registers"]["moj"]["criminal_record"] = {"clear": clear, "judgments": []}
        assert answered.choose(facts) == state
    submit = definition.flow.step("draft", "submit")
    assert submit.choose({**certificate_session(definition).facts, "fee": 0}) == "checking"
    assert submit.choose(certificate_session(definition).facts) == "to_pay"


def test_an_action_that_a_state_does_not_have_is_not_possible(definition: Definition) -> None:
    for state, action in (("draft", "approve"), ("nosuch", "submit"), ("done", "submit")):
        with pytest.raises(NotPossibleHere):
            definition.flow.step(state, action)


def test_a_certificate_says_what_the_register_says_even_when_an_officer_approves(definition: Definition) -> None:
    facts = certificate_session(definition, {"purpose": "other", "purpose_detail": "تبنٍّ"}).facts
    facts["registers"]["moj"]["criminal_record"] = {
        "clear": False,
        "judgments": [
            {
                "number": "1/2015", "decided_on": "2015-03-01", "class": "felony", "court": {"ar": "م", "en": "C"},
                "offence": {"ar": "ت", "en": "O"}, "sentence": {"ar": "ع", "en": "S"},
            }
        ],
    }  # fmt: skip
    assert definition.flow.step("review", "approve").choose(facts) == "stating"
    data = {key: expression.value(facts) for key, expression in definition.documents["statement"].data.items()}
    assert data["statement"] == "convicted"
    assert data["judgments"][0]["court_ar"] == "م"
    assert data["purpose_ar"] == data["purpose_en"] == "تبنٍّ"
    assert data["name_en"] == "Layla Ahmad Yousef Zaytouni"
    assert data["born_on"] == "1990-05-12"
    assert definition.documents["statement"].bound.value(facts) == "400000006"


def test_a_refusal_tells_the_officers_reason(definition: Definition) -> None:
    facts = {**certificate_session(definition).facts, "case": {"reference": "NCC-7K3M-92QD", "reason": "سبب"}}
    data = {key: expression.value(facts) for key, expression in definition.documents["refusal_letter"].data.items()}
    assert (data["reference"], data["reason"]) == ("NCC-7K3M-92QD", "سبب")


def test_every_place_of_every_governorate_is_offered(definition: Definition) -> None:
    for method, code in (("office", "MOJ-RAM"), ("post_office", "RAM-01")):
        place = definition.place(method, code)
        assert place is not None
        assert place.governorate == "PS-RBH"
    assert len({choice.governorate for choice in definition.lists["post_offices"]}) == 16
    assert definition.place("post_office", "MOJ-RAM") is None
    assert definition.place("download", "RAM-01") is None


def test_a_message_drops_the_lines_that_have_nothing_to_say(definition: Definition) -> None:
    ready = definition.messages["ready"]
    values = {"reference": "NCC-1", "name": "ليلى", "url": "http://x"}
    download = ready.fill(language="ar", values=values)
    assert download.sms is not None
    assert "رمز الاستلام" not in download.sms
    paper = ready.fill(language="en", values={**values, "place": "Ramallah post office", "collect_code": "482913"})
    assert paper.sms is not None
    assert "Collection code: 482913" in paper.sms
    assert paper.subject == "Your certificate is ready (application NCC-1)"


def test_a_guide_holds_no_markup_of_its_writer() -> None:
    html = render_guide(
        "## A <b>\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![i](http://x/i.png) [y](https://y.test)"
    )
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert '<h2 class="govuk-heading-m">' in html
    assert 'class="govuk-link"' in html


def test_the_guides_speak_both_languages(definition: Definition) -> None:
    assert "قرار مجلس الوزراء رقم 97 لسنة 2005" in definition.guide.ar
    assert "Cabinet Decision No. 97 of 2005" in definition.guide.en
    assert 'class="govuk-list govuk-list--bullet"' in definition.guide.ar
