import pytest

from hukumati.identity.use_cases.throttle import (
    Origin,
    may_send_code,
    may_try_code,
    may_try_password,
    reset_code_limits,
    reset_password_limits,
)

pytestmark = pytest.mark.django_db
LAYLA = "400000006"
HOME, KNOWN = Origin("10.9.9.0/24", device=None), Origin("10.9.9.0/24", device="known")


def _tries(origin: Origin, number: int, login: str = LAYLA) -> list[bool]:
    return [may_try_password(login=login, origin=origin) for _ in range(number)]


def test_req_24_after_a_hundred_guesses_from_all_networks_together_a_number_is_tried_slowly() -> None:
    admitted = [sum(_tries(Origin(f"10.0.{network}.0/24", device=None), 10)) for network in range(13)]
    assert admitted == [10] * 10 + [3] * 3
    assert _tries(Origin("10.0.99.0/24", device="known"), 1) == [True]


def test_req_24_a_hundred_foreign_tries_do_not_keep_the_holder_from_a_new_device() -> None:
    for network in range(30):
        _tries(Origin(f"10.0.{network}.0/24", device=None), 10)
    home = Origin("10.9.9.0/24", device=None)
    assert _tries(home, 1) == [True]
    reset_password_limits(login=LAYLA, origin=home)
    assert _tries(home, 10) == [True] * 10


def test_req_24_an_attacker_in_the_carriers_network_does_not_block_known_devices() -> None:
    for number in range(301):
        _tries(Origin("10.0.0.0/24", device=None), 1, login=f"{number:09d}")
    assert _tries(Origin("10.0.0.0/24", device=None), 1) == [False]
    assert _tries(Origin("10.0.0.0/24", device="known"), 10) == [True] * 10


def test_req_24_a_spray_over_numbers_from_one_network_ends_after_three_hundred() -> None:
    spray = [_tries(Origin("10.0.0.0/24", device=None), 1, login=f"{n:09d}")[0] for n in range(303)]
    assert spray.count(False) == 3
    assert _tries(Origin("10.0.1.0/24", device=None), 1) == [True]


def test_req_24_tries_refused_for_their_network_are_not_counted_against_the_number() -> None:
    attacker = Origin("10.0.0.0/24", device=None)
    _tries(attacker, 250)
    others = [_tries(Origin(f"10.1.{network}.0/24", device=None), 10) for network in range(9)]
    assert all(all(tries) for tries in others)


def test_req_24_signing_in_oneself_does_not_clear_the_networks_counter() -> None:
    network = Origin("10.0.0.0/24", device=None)
    for n in range(299):
        _tries(network, 1, login=f"{n:09d}")
    assert _tries(network, 1, login="own") == [True]
    reset_password_limits(login="own", origin=network)
    assert _tries(network, 2) == [True, False]


def test_req_24_a_known_device_has_a_limit_of_its_own() -> None:
    device = Origin("10.0.0.0/24", device="known")
    assert _tries(device, 11) == [True] * 10 + [False]
    reset_password_limits(login=LAYLA, origin=device)
    assert _tries(device, 1) == [True]


def test_req_25_codes_are_limited_per_account_until_one_is_right() -> None:
    assert [may_send_code(account="a", origin=HOME) for _ in range(14)] == [True] * 13 + [False]
    assert [may_try_code(account="a", origin=HOME) for _ in range(31)] == [True] * 30 + [False]
    assert may_send_code(account="b", origin=HOME)
    reset_code_limits(account="a", origin=HOME)
    assert may_send_code(account="a", origin=HOME)
    assert may_try_code(account="a", origin=HOME)


def test_req_25_who_knows_the_password_does_not_use_up_the_holders_codes() -> None:
    for number in range(20):
        may_send_code(account="a", origin=Origin(f"10.0.{number}.0/24", device=None))
        may_try_code(account="a", origin=Origin(f"10.0.{number}.0/24", device=None))
    assert [may_send_code(account="a", origin=KNOWN) for _ in range(13)] == [True] * 12 + [False]
    assert may_try_code(account="a", origin=KNOWN)
    assert may_send_code(account="a", origin=HOME)


def test_req_25_codes_to_one_number_end_after_sixty_an_hour_from_everywhere() -> None:
    sent = [may_send_code(account="a", origin=Origin(f"10.0.{n}.0/24", device=None)) for n in range(100)]
    assert sent.count(True) == 60
