from pathlib import Path

import pytest

from hukumati.trust import api


@pytest.fixture
def trust(data_folder: Path) -> Path:
    """A data folder with the demonstration's authority in it."""
    api.set_up()
    return data_folder
