"""Every flow of the provider, driven by client libraries that are not ours. Run by `make conformance`."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from hukumati.project.run.platform import Platform
from tests.conformance.identity.sites import LAYLA, PHONE, Line, Person, register, running

pytestmark = pytest.mark.platform
LIBRARIES: Final = ("openid_client", "oauth4webapi")


@pytest.fixture
def layla(platform: Platform) -> Iterator[Person]:
    """A person with a new browser."""
    person = Person(platform, LAYLA, PHONE, language="en")
    yield person
    person.browser.close()


def _drive(platform: Platform, person: Person, library: str, flow: str, **more: Any) -> Line:
    site = register(
        platform,
        f"{library}-{flow}".replace("_", "-"),
        method=more.pop("method", "client_secret_basic"),
        keys=more.pop("keys", []),
        options=more.pop("options", {}),
    )
    with running(site, library, flow, **more) as conversation:
        return conversation.until_result(lambda line: person.go(line["open"]))


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_code_flow_gives_the_library_an_id_token_and_userinfo(
    platform: Platform, layla: Person, library: str
) -> None:
    result = _drive(platform, layla, library, "code")
    assert result["claims"]["acr"] == "urn:hukumati:acr:substantial"
    assert result["userinfo"]["sub"] == result["claims"]["sub"]
    assert result["userinfo"]["phone_number"] == PHONE


@pytest.mark.parametrize("library", LIBRARIES)
def test_logout_by_the_library_returns_to_the_site_with_its_state(
    platform: Platform, layla: Person, library: str
) -> None:
    assert _drive(platform, layla, library, "logout")["claims"]["sid"]
