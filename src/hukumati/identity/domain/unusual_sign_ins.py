"""Whether a sign-in is unlike those before it: too far away for the time between, on another network, at an odd hour.

Nobody is locked out by any of it. People live abroad, travel, and use a VPN: one thing out of the ordinary is ordinary,
and a device on which the account was used before is never doubted. What is doubted is answered by one more code.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

EARTH_RADIUS_KM: Final = 6371.0
FAR_KM: Final = 500.0
"""Networks are placed no better than this."""
FASTEST_KM_AN_HOUR: Final = 1000.0
"""As an airliner flies."""
ENOUGH_TO_KNOW_HOURS: Final = 10
"""With fewer sign-ins nobody's hours are known."""
HOURS_APART: Final = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a network is, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in: its moment in local time, its wide network, and where that is, if it is known."""

    at: datetime
    network: str
    place: Place | None = None


class Sign(Enum):
    """What is out of the ordinary about a sign-in."""

    NEW_NETWORK = "new_network"
    FAR = "far"
    TOO_FAST = "too_fast"
    ODD_HOUR = "odd_hour"


def signs_of(now: SignIn, *, before: Sequence[SignIn], is_known_device: bool) -> frozenset[Sign]:
    """Return what is out of the ordinary; nothing on a known device, and nothing where there is nothing to compare."""
    if is_known_device or not before:
        return frozenset()
    found = {Sign.NEW_NETWORK} if all(now.network != each.network for each in before) else set()
    if _is_far_from_all(now, before):
        found.add(Sign.FAR)
    if any(_is_too_fast(each, now) for each in before):
        found.add(Sign.TOO_FAST)
    if len(before) >= ENOUGH_TO_KNOW_HOURS and all(_hours_between(now.at, each.at) > HOURS_APART for each in before):
        found.add(Sign.ODD_HOUR)
    return frozenset(found)


def is_doubted(signs: Iterable[Sign]) -> bool:
    """Return whether one more code is asked for: nobody travels so fast, or two things come together."""
    found = frozenset(signs)
    return Sign.TOO_FAST in found or (Sign.NEW_NETWORK in found and not found.isdisjoint({Sign.FAR, Sign.ODD_HOUR}))


def distance_km(one: Place, other: Place) -> float:
    """Return the distance of two places along the earth (haversine)."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    rise, turn = south - north, math.radians(other.longitude - one.longitude)
    half = math.sin(rise / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(turn / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def _is_far_from_all(now: SignIn, before: Sequence[SignIn]) -> bool:
    places = [each.place for each in before if each.place is not None]
    here = now.place
    return here is not None and bool(places) and all(distance_km(here, each) > FAR_KM for each in places)


def _is_too_fast(earlier: SignIn, now: SignIn) -> bool:
    """Return whether nobody could have come from there in the time between; of one network nothing is said."""
    if earlier.place is None or now.place is None or earlier.network == now.network:
        return False
    distance = distance_km(earlier.place, now.place)
    hours = max((now.at - earlier.at) / timedelta(hours=1), 0.0)
    return distance > FAR_KM and distance > hours * FASTEST_KM_AN_HOUR


def _hours_between(one: datetime, other: datetime) -> int:
    """Return how far apart two times of the day are, at most twelve."""
    apart = abs(one.hour - other.hour)
    return min(apart, 24 - apart)
