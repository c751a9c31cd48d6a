"""A call closes at the end of its last day in Palestine, for drafts that were begun in time too."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hukumati.cases import api as cases
from hukumati.cases.tests.card import CardHolder, publish_card
from hukumati.cases.tests.conftest import LAYLA
from hukumati.cases.tests.edge import Edge

LAST_MINUTE = datetime(2026, 11, 30, 21, 59, tzinfo=UTC)  # 23:59 in Palestine
MIDNIGHT = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)


@pytest.fixture
def layla(transactional_db: None, data_folder: Path, edge: Edge, tmp_path: Path) -> CardHolder:
    publish_card(tmp_path, more="accepts: {from: 2026-11-20, until: 2026-11-30}\n")
    return CardHolder(LAYLA, now=LAST_MINUTE)


def test_in_the_last_minute_an_application_is_accepted(layla: CardHolder) -> None:
    layla.fill()
    assert layla.submit().state == "to_pay"


def test_a_draft_begun_in_time_is_refused_a_minute_later_and_says_so(layla: CardHolder) -> None:
    layla.fill()
    layla.now = MIDNIGHT
    with pytest.raises(cases.NotEligible) as refused:
        layla.submit()
    reason: Any = refused.value.reason
    assert "closed at the end of 30 November 2026" in reason.en
    assert "30 تشرين الثاني 2026" in reason.ar


@pytest.mark.parametrize(
    ("moment", "told"),
    [(datetime(2026, 11, 19, 21, 59, tzinfo=UTC), "20 November 2026"), (MIDNIGHT, "30 November 2026")],
)
def test_outside_the_call_nothing_is_begun(layla: CardHolder, moment: datetime, told: str) -> None:
    layla.now = moment
    with pytest.raises(cases.ServiceNotOpen) as refused:
        layla.open()
    assert refused.value.reason is not None
    assert told in refused.value.reason.en
    assert layla.reference == ""
