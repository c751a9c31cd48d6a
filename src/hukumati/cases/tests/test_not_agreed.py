"""A service that came past the checks still asks no register about somebody whom its owner did not agree to."""

from dataclasses import replace

import pytest

from hukumati.cases.engine.ask_register import ask_register
from hukumati.cases.models import Case
from hukumati.cases.tests.conftest import KHALED, NOW, Citizen
from hukumati.cases.tests.edge import RECORD, Edge
from hukumati.catalogue import api as catalogue
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import compile_expression


def test_a_free_text_names_nobody_to_be_asked_about(layla: Citizen, edge: Edge) -> None:
    layla.open()
    layla.save("about-you", {"phone": "0599000101"})
    layla.save("purpose", {"purpose": "other", "purpose_detail": KHALED})
    about = {"moj.criminal_record": compile_expression("purpose_detail", ["purpose_detail"])}
    definition = replace(catalogue.get_service(code_or_slug="MOJ-NCC").definition, ask_about=about)
    with pytest.raises(interoperability.NotAgreed):
        ask_register(
            case=Case.objects.get(), definition=definition, contract="moj.criminal_record", user="hukumati", now=NOW
        )
    assert edge.asked[RECORD] == 0
