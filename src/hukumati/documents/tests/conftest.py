from pathlib import Path

import pytest

from hukumati.trust import api as trust


@pytest.fixture
def office(data_folder: Path) -> Path:
    """A data folder in which the office that seals has its key."""
    trust.set_up()
    return data_folder
