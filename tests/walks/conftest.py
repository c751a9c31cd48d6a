from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from hukumati.cases.tests.conftest import edge
from hukumati.cases.tests.edge import Edge
from hukumati.payments.tests.conftest import Acquirer, acquirer, acquirer_process
from tests.walks.moves import Begin, Walk
from tests.walks.services import Scenario, Time, time_passes

__all__ = ["acquirer", "acquirer_process", "edge", "time_passes"]
NUMBERS = count(1)
BEFORE_EVERY_SCENARIO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def begin(
    transactional_db: None, data_folder: Path, edge: Edge, time_passes: Time, client: Client, acquirer: Acquirer
) -> Begin:
    """A function that begins the application of a scenario."""
    time_passes.present = BEFORE_EVERY_SCENARIO
    call_command("trust_setup", verbosity=0)

    def do(scenario: Scenario) -> Walk:
        return Walk(scenario, time_passes, edge, client, acquirer, next(NUMBERS))

    return do
