"""What the tests of checks share."""

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder_checks import known_contracts


@pytest.fixture(scope="session")
def contracts() -> tuple[RegisterContract, ...]:
    """Return the contracts of all registers, as the check of a folder knows them."""
    return known_contracts()
