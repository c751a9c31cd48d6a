"""A currency that is written with an amount must be the question's own."""

import pytest

from hukumati.service_language import validation_messages as messages
from hukumati.service_language.tests.making import definition, question, session

OF = {"ILS": 2_000, "JOD": 20_000, "USD": 2_000}
WRITTEN = {
    "ILS": ["20 ₪", "₪20", "20 شيكل", "20 شيكلًا", "NIS 20", "٢٠ شيقل", "20.00 ILS", "20 shekels"],
    "JOD": ["20 دينار", "20 دينارًا أردنيًا", "20 د.أ.", "JD 20", "20 JOD", "٢٠٫٠٠٠ د.أ", "20 Jordanian dinars"],
    "USD": ["20 $", "$20", "US$ 20", "20 دولار", "20 دولارًا", "USD 20", "20 dollars"],
}


@pytest.mark.parametrize("currency", list(OF))
@pytest.mark.parametrize(("meant", "text"), [(meant, text) for meant, texts in WRITTEN.items() for text in texts])
def test_another_currency_than_the_questions_is_refused(currency: str, meant: str, text: str) -> None:
    cleaned = session(definition(question("q", "money", currency=currency))).clean_page("one", {"q": text})
    if meant == currency:
        assert (cleaned.answers, cleaned.errors) == ({"q": OF[currency]}, {})
    else:
        assert cleaned.errors == {"q": messages.wrong_currency(currency)}


@pytest.mark.parametrize("text", ["20 euros", "€20", "20 x", "x 20", "20 ₪ JOD", "JOD", "-20", "20-"])
def test_what_is_no_currency_that_we_know_makes_no_amount(text: str) -> None:
    cleaned = session(definition(question("q", "money", currency="ILS"))).clean_page("one", {"q": text})
    assert cleaned.errors == {"q": messages.NOT_AN_AMOUNT}


def test_two_signs_must_agree_too() -> None:
    made = session(definition(question("q", "money", currency="ILS")))
    assert made.clean_page("one", {"q": "₪ 20 ILS"}).answers == {"q": 2_000}
    assert made.clean_page("one", {"q": "₪ 20 JOD"}).errors == {"q": messages.wrong_currency("ILS")}
