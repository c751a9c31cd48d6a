import pytest

from simulators.base.pages import amount


@pytest.mark.parametrize(
    ("text", "currency", "shown"),
    [("20.000", "ILS", "20.00"), ("20.005", "ILS", "20.005"), ("35.000", "JOD", "35.000"), ("20.00", "ILS", "20.00")],
)
def test_an_amount_is_written_with_the_decimals_of_its_currency(text: str, currency: str, shown: str) -> None:
    assert amount(text, currency) == shown
