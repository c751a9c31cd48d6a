"""Behind a proxy each person has a limit of their own."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def _wrong(forwarded: str) -> int:
    client = Client(headers={"host": "portal.localhost:8000", "x-forwarded-for": forwarded, "accept": "text/html"})
    return client.post("/v", {"serial": "NC-2026-0000001", "code": "7K3M9-2QDXW"}).status_code


def test_people_behind_one_proxy_do_not_share_a_limit(settings: Any) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"proxy_count": 1})
    assert [_wrong("198.51.100.7") for _ in range(31)] == [200] * 30 + [429]
    assert _wrong("198.51.100.8") == 200


def test_a_forged_address_changes_nothing_without_a_proxy() -> None:
    answers = [_wrong(f"198.51.100.{number}") for number in range(31)]
    assert answers == [200] * 30 + [429]
