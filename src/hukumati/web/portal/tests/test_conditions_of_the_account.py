"""A condition may speak of the account: the page asks what the engine demands, so that nobody is stuck between them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from hukumati.cases import api as cases
from hukumati.cases.tests.conftest import DOWNLOAD, NOW, Citizen
from hukumati.cases.tests.edge import Edge
from hukumati.catalogue.tests.samples import publish, real_folder
from hukumati.web.tests.visiting import SUB

pytestmark = pytest.mark.django_db
CONDITION = "purpose == 'travel' && account.email != null"
QUESTION = f'      - {{id: embassy, type: text, label: purpose, show_if: "{CONDITION}"}}\n'.encode()


@pytest.fixture
def layla(data_folder: Path, settings: Any) -> Any:
    """The service asks travellers with an e-mail address for an embassy."""
    outside = Edge(settings.HUKUMATI.people_file)
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"exchange_url": outside.url})
    folder = real_folder()
    before, after = folder.files["form.yaml"].split(b"  - id: delivery\n")
    publish(replace(folder, files={**folder.files, "form.yaml": before + QUESTION + b"  - id: delivery\n" + after}))
    call_command("trust_setup", verbosity=0)
    yield Citizen("400000006", now=NOW)
    outside.close()


@pytest.fixture
def client(settings: Any) -> Client:
    settings.MIDDLEWARE = [
        "hukumati.web.tests.visiting.Visiting" if name.endswith("PersonMiddleware") else name
        for name in settings.MIDDLEWARE
    ]
    return Client(headers={"host": "portal.localhost:8000", "X-Visitor": SUB, "Accept-Language": "en"})


def _send(client: Client, layla: Citizen, page: str, **posted: Any) -> Any:
    seen = cases.get_case(reference=layla.reference, sub=layla.sub).last_seq
    return client.post(f"/en/applications/{layla.reference}/{page}/", {"seen": seen, **posted})


def test_a_question_about_the_account_is_asked_on_the_page_and_the_application_goes_on(
    client: Client, layla: Citizen
) -> None:
    layla.open()
    _send(client, layla, "form/about-you", phone="0599000101")
    refused = _send(client, layla, "form/purpose", purpose="travel")
    assert refused.status_code == 422
    assert 'name="embassy"' in refused.content.decode()
    kept = _send(client, layla, "form/purpose", purpose="travel", embassy="Amman")
    assert kept.url == f"/en/applications/{layla.reference}/form/delivery/"
    assert 'name="embassy"' in client.get(f"/en/applications/{layla.reference}/form/purpose/").content.decode()
    assert _send(client, layla, "form/delivery", **DOWNLOAD).url == f"/en/applications/{layla.reference}/check/"
    assert "Amman" in client.get(f"/en/applications/{layla.reference}/check/").content.decode()
    assert _send(client, layla, "check").url == f"/en/applications/{layla.reference}/pay/"
    assert layla.look().answers["embassy"] == "Amman"


def test_who_does_not_travel_is_neither_asked_nor_held_up(client: Client, layla: Citizen) -> None:
    layla.open()
    layla.save("about-you", {"phone": "0599000101"})
    assert _send(client, layla, "form/purpose", purpose="study").url.endswith("/form/delivery/")
    layla.look()
    layla.save("delivery", DOWNLOAD)
    assert _send(client, layla, "check").url.endswith("/pay/")
