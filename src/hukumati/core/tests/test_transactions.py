import pytest
from django.db import transaction

from hukumati.core.transactions import joined_transaction, refuse_in_transaction, require_transaction


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


@pytest.mark.django_db(transaction=True)
def test_a_joined_transaction_is_the_callers_or_its_own(django_assert_num_queries: object) -> None:
    with joined_transaction():
        require_transaction("one of its own")
    with transaction.atomic(), django_assert_num_queries(0), joined_transaction():  # type: ignore[operator]
        require_transaction("the caller's, without a savepoint")


@pytest.mark.django_db(transaction=True)
def test_an_error_in_a_joined_transaction_undoes_the_callers_work_too() -> None:
    with transaction.atomic():
        with pytest.raises(RuntimeError, match="inside"), joined_transaction():
            raise RuntimeError("inside")
        with pytest.raises(transaction.TransactionManagementError):
            transaction.get_connection().cursor().execute("SELECT 1")
