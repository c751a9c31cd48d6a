"""The choice among the ways to pay is made of what payments offers, and of nothing else."""

import pytest
from django.http import QueryDict
from django.utils import translation

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.payments import api as payments
from hukumati.payments.tests.sample_channel import registered
from hukumati.web.portal.forms import PaymentChannelForm
from hukumati.web.portal.paying import _steps


def chosen(way: str) -> PaymentChannelForm:
    data = QueryDict(mutable=True)
    data.update({"way": way, "attempt": "a"})
    return PaymentChannelForm(data, channels=payments.list_channels(), attempt="b")


@pytest.mark.parametrize(("language", "label", "hint"), [("ar", "بالمحفظة", "تطبيق"), ("en", "By wallet", "the app")])
def test_every_registered_channel_is_offered_in_the_language_of_the_page(language: str, label: str, hint: str) -> None:
    with registered(), translation.override(language):
        form = PaymentChannelForm(channels=payments.list_channels(), attempt="a")
    choices = dict(form.fields["way"].choices)  # type: ignore[attr-defined]
    assert list(choices) == ["card", "cash", "wallet"]
    assert choices["wallet"] == label
    assert hint in form.fields["way"].choice_hints["wallet"]  # type: ignore[attr-defined]
    assert list(form.fields) == ["way", "attempt"]
    assert form["attempt"].value() == "a"


@pytest.mark.parametrize("way", ["card", "cash"])
def test_a_channel_that_is_offered_can_be_chosen(way: str) -> None:
    form = chosen(way)
    assert form.is_valid()
    assert form.cleaned_data == {"way": way, "attempt": "a"}


@pytest.mark.parametrize("way", ["", "wallet", "CARD"])
def test_a_channel_that_is_not_offered_cannot_be_chosen(way: str) -> None:
    assert list(chosen(way).errors) == ["way"]


def test_the_amount_in_the_steps_is_isolated_from_the_text_around_it() -> None:
    plain, priced = Bilingual(ar="اذهب.", en="Go."), Bilingual(ar="ادفع {amount}.", en="Pay {amount}.")
    with translation.override("en"):
        assert _steps([plain, priced], Money(2000, "ILS")) == ["Go.", 'Pay <bdi dir="ltr">20.00\xa0₪</bdi>.']
