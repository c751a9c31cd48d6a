"""A check that does not end, or cannot begin, is told as a mistake: the pages of the draft are shown all the same."""

from collections.abc import Iterator

import pytest

from hukumati.catalogue import api as catalogue
from hukumati.catalogue.tests.held_checks import busy_checks, endless_checks
from hukumati.catalogue.tests.samples import NOW
from hukumati.studio import api as studio
from hukumati.studio.drafts import check
from hukumati.studio.drafts.diagnostic_translation import translate_diagnostic
from hukumati.studio.drafts.tests.conftest import RANIA, dearer, mended
from hukumati.studio.tests.checked_drafts import forget_checks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_known() -> Iterator[None]:
    forget_checks()
    yield
    forget_checks()


def _checked(draft: studio.DraftView) -> studio.Checked:
    return studio.check_draft(analyst=RANIA, draft_id=draft.id)


def test_a_check_that_does_not_end_is_told_and_not_begun_again(draft: studio.DraftView) -> None:
    with endless_checks():
        checked = _checked(draft)
    assert [mistake.code for mistake in checked.mistakes] == ["check.unfinished"]
    assert (checked.definition, checked.sketch) == (None, None)
    assert _checked(draft) == checked
    check._unfinished_until.update(dict.fromkeys(check._unfinished_until, 0.0))  # its minutes are over
    assert _checked(draft).definition


def test_a_full_line_is_told_and_the_folder_checked_the_next_time(draft: studio.DraftView) -> None:
    changed = mended(dearer(draft))
    with busy_checks():
        assert [mistake.code for mistake in _checked(changed).mistakes] == ["check.busy"]
        with pytest.raises(studio.DraftNotSound):
            studio.send_to_review(analyst=RANIA, draft_id=draft.id, seen=changed.digest, now=NOW)
    assert _checked(changed).definition


@pytest.mark.parametrize("mistake", [catalogue.UNFINISHED, catalogue.BUSY])
def test_both_are_told_in_arabic(mistake: studio.Mistake) -> None:
    assert translate_diagnostic(mistake=mistake, language="ar").is_exact
