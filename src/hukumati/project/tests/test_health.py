import pytest
from django.test import Client

from hukumati import __version__


@pytest.mark.django_db
def test_health_tells_the_version() -> None:
    answer = Client().get("/health", headers={"host": "portal.localhost"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "version": __version__})
