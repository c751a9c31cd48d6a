"""Years of life are counted when they are completed."""

from datetime import date

import pytest

from hukumati.core.ages import age_on

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("born_on", "today", "age"),
    [
        ("2008-11-23", TODAY, 18),
        ("2008-11-24", TODAY, 17),
        ("2004-02-29", date(2022, 2, 28), 17),
        ("2004-02-29", date(2022, 3, 1), 18),
        ("2026-11-23", TODAY, 0),
    ],
)
def test_years_are_counted_when_completed(born_on: str, today: date, age: int) -> None:
    assert age_on(born_on=date.fromisoformat(born_on), today=today) == age
