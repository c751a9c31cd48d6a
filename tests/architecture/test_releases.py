"""What a release froze stays as it was: from 0.2.0 on, nobody edits a migration that people may have run.

`releases/VERSION.json` holds the digests of a release's migrations; `hukumati freeze-release` writes it once, when the
release is made. Until the first one is written every migration may still be edited in place.
"""

import json
import re
from pathlib import Path
from typing import Final

import pytest

from hukumati import __version__
from hukumati.project.releases import (
    RELEASES,
    AlreadyReleased,
    NotARelease,
    changed_since,
    digests_of_migrations,
    freeze,
)
from tests.architecture.house import REPOSITORY

FROZEN: Final = sorted(RELEASES.glob("*.json"))


def test_migrations_are_as_they_were_released() -> None:
    changes = {release.stem: changed_since(release, root=REPOSITORY) for release in FROZEN}
    assert {version: found for version, found in changes.items() if found} == {}


def test_the_changelog_tells_this_version() -> None:
    released = re.sub(r"\.dev\d+$", "", __version__)
    headings = re.findall(r"^## (\S+)", (REPOSITORY / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == released


@pytest.fixture
def house(tmp_path: Path) -> Path:
    migrations = tmp_path / "src/hukumati/payments/migrations"
    migrations.mkdir(parents=True)
    (migrations / "0001_initial.py").write_text("first")
    (migrations / "__init__.py").write_text("")
    return tmp_path


def test_a_release_freezes_its_migrations(house: Path) -> None:
    written = freeze("0.2.0", root=house, folder=house)
    assert json.loads(written.read_text()) == digests_of_migrations(house)
    assert list(digests_of_migrations(house)) == ["src/hukumati/payments/migrations/0001_initial.py"]
    assert changed_since(written, root=house) == []


def test_an_edited_migration_is_found(house: Path) -> None:
    written = freeze("0.2.0", root=house, folder=house)
    (house / "src/hukumati/payments/migrations/0001_initial.py").write_text("edited")
    assert changed_since(written, root=house) == ["src/hukumati/payments/migrations/0001_initial.py was edited"]


def test_a_removed_migration_is_found_and_a_new_one_is_no_change(house: Path) -> None:
    written = freeze("0.2.0", root=house, folder=house)
    migration = house / "src/hukumati/payments/migrations/0001_initial.py"
    migration.rename(migration.with_name("0002_wallet.py"))
    assert changed_since(written, root=house) == ["src/hukumati/payments/migrations/0001_initial.py was removed"]


def test_a_release_is_frozen_once(house: Path) -> None:
    freeze("0.2.0", root=house, folder=house)
    with pytest.raises(AlreadyReleased):
        freeze("0.2.0", root=house, folder=house)


def test_a_version_in_development_is_no_release(house: Path) -> None:
    with pytest.raises(NotARelease):
        freeze("0.2.0.dev0", root=house, folder=house)
