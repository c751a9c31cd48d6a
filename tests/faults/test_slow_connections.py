"""Five hundred connections that never finish: people sign in, apply and pay beside them."""

from collections.abc import Iterator

import pytest

from hukumati.project.run.platform import Platform
from tests.faults.fictional_people import FictionalPeople
from tests.faults.slow_connections import SlowConnections
from tests.faults.system_state import SystemState
from tests.people import Citizen, wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(300)]


@pytest.fixture
def _slow_connections(platform: Platform) -> Iterator[None]:
    web, sign_on = platform.ports["web"], platform.ports["identity"]
    with (
        SlowConnections(port=web, host=f"portal.localhost:{web}", count=300),
        SlowConnections(port=sign_on, host=f"id.localhost:{sign_on}", count=200),
    ):
        yield


@pytest.mark.usefixtures("_slow_connections")
def test_people_sign_in_apply_and_pay_beside_five_hundred_slow_connections(
    platform: Platform, people: FictionalPeople, state: SystemState
) -> None:
    person = people.take()
    citizen = Citizen(platform, person["id_number"], person["phone"])
    citizen.sign_in()
    reference = citizen.apply()
    citizen.pay_cash(reference)
    wait_for("the paid case to end", lambda: state.is_closed(reference))
    citizen.browser.close()
