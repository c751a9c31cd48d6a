"""Each contract of `.importlinter` is kept, and refuses what it forbids: one that cannot fail guards nothing."""

from typing import Final

import pytest

from tests.architecture.house import contracts, import_graph, is_kept, with_import

PLANTED: Final[dict[str, list[tuple[str, str]]]] = {
    "layers": [
        ("hukumati.core.money", "hukumati.payments.api"),
        ("hukumati.payments.api", "hukumati.documents.api"),
        ("hukumati.catalogue.api", "hukumati.cases.api"),
    ],
    "domain": [
        ("hukumati.payments.domain.states", "django"),
        ("hukumati.cases.domain.flow", "httpx"),
        ("hukumati.service_language.facts", "pathlib"),
        ("exchange.protocol.messages", "asyncio"),
    ],
    "catalogue": [("hukumati.catalogue.folder.files", "hukumati.catalogue.checks.checking")],
    "cases": [
        ("hukumati.cases.engine.act", "hukumati.cases.requests.opening"),
        ("hukumati.cases.applying.drafts", "hukumati.cases.background.run_timers"),
        ("hukumati.cases.applying.uploads", "hukumati.cases.officials.decisions"),
        ("hukumati.cases.queries", "hukumati.cases.requests.queries"),
        ("hukumati.cases.domain.flow", "hukumati.cases.models"),
    ],
    "studio": [("hukumati.studio.comparison.versions", "hukumati.studio.drafts.records")],
    "payment_channels": [
        ("hukumati.payments.use_cases.sweep", "hukumati.payments.channels.card.acquirer"),
        ("hukumati.payments.channels.card.start", "hukumati.payments.channels.agent_cash.references"),
        ("hukumati.payments.use_cases.channel_payments", "hukumati.payments.wiring"),
        ("hukumati.payments.api", "hukumati.payments.channels.agent_cash.references"),
    ],
    "notification_channels": [
        ("hukumati.notifications.use_cases.deliver", "hukumati.notifications.channels.email.channel"),
        ("hukumati.notifications.channels.sms.channel", "hukumati.notifications.channels.sms.kannel"),
    ],
    "identity": [
        ("hukumati.identity.use_cases.sessions", "hukumati.identity.api"),
        ("hukumati.identity.authenticators.password", "hukumati.identity.http.cookies"),
        ("hukumati.identity.domain.claims", "hukumati.identity.models"),
        ("hukumati.trust.use_cases.authority", "hukumati.trust.api"),
    ],
    "inside": [
        ("hukumati.documents.domain.numbering", "hukumati.documents.models"),
        ("hukumati.documents.use_cases.issue", "hukumati.documents.api"),
        ("hukumati.interoperability.domain", "hukumati.interoperability.wiring"),
        ("hukumati.catalogue.api", "hukumati.catalogue.management.commands.service_check"),
    ],
    "wiring": [
        ("hukumati.documents.use_cases.issue", "hukumati.documents.adapters.sealer"),
        ("hukumati.cases.applying.uploads", "hukumati.cases.adapters.scanners"),
        ("hukumati.identity.use_cases.accounts", "hukumati.identity.adapters.password_hasher"),
        ("hukumati.identity.http.oidc.token", "hukumati.identity.adapters.jws_signer"),
        ("hukumati.trust.use_cases.authority", "hukumati.trust.adapters.key_files"),
        ("hukumati.interoperability.api", "hukumati.interoperability.adapters.security_server"),
    ],
    "alone": [("exchange.server", "hukumati.core.clock"), ("simulators.sms.gateway", "django")],
    "shared": [
        ("hukumati.interoperability.api", "exchange.server"),
        ("hukumati.interoperability.api", "exchange.config"),
        ("hukumati.project.run.platform", "exchange.testing"),
        ("hukumati.payments.api", "simulators.acquirer.cards"),
    ],
    "exchange": [
        ("exchange.consumer", "exchange.provider"),
        ("exchange.http.client", "exchange.config"),
        ("exchange.protocol.errors", "exchange.http.messages"),
        ("exchange.server", "exchange.testing"),
    ],
    "simulators": [("simulators.registers.register", "exchange.protocol.messages")],
}
"""Imports that nobody may write, by the contract that must refuse them."""


@pytest.mark.parametrize("contract_id", sorted(contracts()))
def test_contract_is_kept(contract_id: str) -> None:
    assert is_kept(contracts()[contract_id], import_graph())


def test_every_contract_has_a_planted_violation() -> None:
    assert contracts().keys() == PLANTED.keys()


@pytest.mark.parametrize(
    ("contract_id", "importer", "imported"),
    [(contract_id, *each) for contract_id, imports in PLANTED.items() for each in imports],
)
def test_a_planted_violation_is_refused(contract_id: str, importer: str, imported: str) -> None:
    assert importer in import_graph().modules, "plant it where something stands"
    assert not is_kept(contracts()[contract_id], with_import(importer, imported))


def test_the_platform_may_use_nothing_of_the_exchange_but_its_protocol() -> None:
    rooms = import_graph().find_children("exchange") - {"exchange.protocol", "exchange.tests"}
    forbidden = {str(each) for each in contracts()["shared"].contract_options["forbidden_modules"]}
    assert rooms <= forbidden
