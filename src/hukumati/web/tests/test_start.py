"""The start page of the demonstration."""

from typing import Any

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("clamd", "told"), [("", "no virus scanner (clamd) is installed"), ("tcp://x:1", "a virus scanner (clamd) checks")]
)
def test_the_page_says_who_inspects_uploaded_files(settings: Any, clamd: str, told: str) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"clamd": clamd})
    assert told in Client().get("/en/", headers={"host": "localhost"}).content.decode()
