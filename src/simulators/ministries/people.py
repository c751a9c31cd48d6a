"""Who is who in the ministries' registers: people whose answers tests and demonstrations rely on."""

from simulators.people import People

LAYLA = "400000006"
"""Has some of everything: two unpaid fines and a paid one, a car, insurance, a passport, work, a share in a parcel."""
KHALED = "900000001"
"""Has nothing: no fine, no car, no insurance, no amount due; he seeks work and his passport has expired."""
KARIM = "410001101"
"""Waits for a new passport and has an overdue amount."""
SAMER = "911112209"
"""Lives abroad: these registers do not know his number."""


def is_known(people: People, id_number: str) -> bool:
    """Tell whether the ministries know the person."""
    return id_number in people and id_number != SAMER
