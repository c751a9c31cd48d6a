"""A ministry with two analysts and one published service; another ministry's analyst."""

from typing import Final

import pytest

from hukumati.catalogue.api import publish_folder, read_folder
from hukumati.catalogue.tests.samples import NOW, real_path
from hukumati.studio import api as studio

RANIA: Final = studio.Analyst(number="ANA-0001", provider="moj")
TAREQ: Final = studio.Analyst(number="ANA-0002", provider="moj")
STRANGER: Final = studio.Analyst(number="ANA-0009", provider="moi")
FEES: Final = "rules/fee.csv"


@pytest.fixture
def published(db: None) -> None:
    """Publish the non-conviction certificate from its folder on disk."""
    publish_folder(path=real_path(), by="test", now=NOW, examples_allowed=True)


@pytest.fixture
def draft(published: None) -> studio.DraftView:
    """Return Rania's fresh draft of it."""
    return studio.open_draft(analyst=RANIA, code="MOJ-NCC", now=NOW)


def own_texts() -> dict[str, str]:
    """Return the service's files as they lie on disk."""
    return {path: data.decode() for path, data in read_folder(path=real_path()).own().files.items()}


def dearer(
    draft: studio.DraftView, *, analyst: studio.Analyst = RANIA, old: str = "20.00", new: str = "25.00"
) -> studio.DraftView:
    """Change the fee in a draft."""
    text = studio.get_texts(analyst=analyst, draft_id=draft.id)[FEES]
    seen = next(file.revision for file in draft.files if file.path == FEES)
    return studio.save_file(
        analyst=analyst, draft_id=draft.id, path=FEES, text=text.replace(old, new), seen=seen, now=NOW
    )


def mended(draft: studio.DraftView) -> studio.DraftView:
    """Make the scenarios expect the fee that `dearer` asks for."""
    texts = studio.get_texts(analyst=RANIA, draft_id=draft.id)
    changed = {p: t.replace("20.00 ILS", "25.00 ILS") if p.startswith("tests/") else t for p, t in texts.items()}
    return studio.replace_files(analyst=RANIA, draft_id=draft.id, texts=changed, seen=draft.digest, now=NOW)
