"""Comparing what we captured with the payment company's own book."""

from collections.abc import Callable

import pytest

from hukumati.payments import api
from hukumati.payments.models import Operation
from hukumati.payments.tests.conftest import Acquirer, start
from hukumati.payments.verify import Violation, compare_with_book

pytestmark = pytest.mark.django_db


def test_what_only_one_side_knows_and_what_differs_is_listed(
    acquirer: Acquirer, new_bill: Callable[..., api.Bill]
) -> None:
    checkout = start(new_bill())
    acquirer.type_card(checkout.redirect_url)
    api.refresh_payment(payment_id=checkout.payment_id)
    ours = str(Operation.objects.get(payment_id=checkout.payment_id, kind="authorise").op_id)
    assert compare_with_book({ours: (2000, "ILS")}, channel="card") == []
    assert compare_with_book({}, channel="wallet") == []
    rows = [found.row for found in compare_with_book({ours: (1999, "ILS"), "~": (5, "ILS")}, channel="card")]
    assert rows == [(ours, (2000, "ILS"), (1999, "ILS")), ("~", None, (5, "ILS"))]
    (missing,) = compare_with_book({}, channel="card")
    assert missing == Violation("the acquirer's book says the same", (ours, (2000, "ILS"), None))
