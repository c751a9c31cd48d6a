import pytest
from django.db import transaction

from hukumati.core.transactions import refuse_in_transaction, require_transaction


@pytest.mark.django_db
def test_a_transaction_is_refused_but_for_the_one_around_a_test() -> None:
    refuse_in_transaction("no transaction here")
    with transaction.atomic(), pytest.raises(RuntimeError, match="no transaction here"):
        refuse_in_transaction("no transaction here")


@pytest.mark.django_db(transaction=True)
def test_a_transaction_is_required() -> None:
    with pytest.raises(RuntimeError, match="only inside"):
        require_transaction("only inside")
    with transaction.atomic():
        require_transaction("only inside")
