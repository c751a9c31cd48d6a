"""The merge of a draft with a version published meanwhile, file by file; and when there is nothing to merge."""

import pytest

from hukumati.catalogue.tests.samples import NOW
from hukumati.core import audit
from hukumati.studio import api as studio
from hukumati.studio.drafts.rebase import RebaseResult, merge_files
from hukumati.studio.drafts.records import audit_subject
from hukumati.studio.drafts.tests.conftest import RANIA, own_texts

NOTHING = RebaseResult((), ())


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged", "taken", "conflicts"),
    [
        ("a", "a", "a", "a", (), ()),
        ("a", "b", "a", "b", (), ()),
        ("a", "a", "b", "b", ("x",), ()),
        ("a", "b", "b", "b", (), ()),
        ("a", "b", "c", "b", (), ("x",)),
        ("a", "a", None, None, ("x",), ()),
        ("a", "b", None, "b", (), ("x",)),
        ("a", None, "a", None, (), ()),
        ("a", None, None, None, (), ()),
        ("a", None, "b", None, (), ("x",)),
        (None, None, "b", "b", ("x",), ()),
        (None, "b", None, "b", (), ()),
        (None, "b", "b", "b", (), ()),
        (None, "b", "c", "b", (), ("x",)),
        ("a", "a", "", "", ("x",), ()),
    ],
)
def test_what_only_one_side_changed_is_taken_and_what_both_changed_stays(
    base: str | None,
    mine: str | None,
    theirs: str | None,
    merged: str | None,
    taken: tuple[str, ...],
    conflicts: tuple[str, ...],
) -> None:
    sides = [{"x": text} if text is not None else {} for text in (base, mine, theirs)]
    assert merge_files(*sides) == ({} if merged is None else {"x": merged}, RebaseResult(taken, conflicts))


def test_a_draft_of_a_service_that_is_not_published_has_nothing_to_take_over(db: None) -> None:
    new = studio.create_draft(analyst=RANIA, slug="second-certificate", texts=own_texts(), now=NOW)
    assert studio.rebase_draft(analyst=RANIA, draft_id=new.id, now=NOW) == NOTHING


def test_a_draft_of_the_current_version_does_not_follow_it(draft: studio.DraftView) -> None:
    before = audit.list_entries(subject=audit_subject(draft.slug))
    assert studio.rebase_draft(analyst=RANIA, draft_id=draft.id, now=NOW) == NOTHING
    assert audit.list_entries(subject=audit_subject(draft.slug)) == before
