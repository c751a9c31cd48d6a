"""From a version to a draft, by two people to the next version, and what is refused on the way."""

import re
from concurrent.futures import ThreadPoolExecutor
from shutil import copytree
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from hukumati.catalogue import api
from hukumati.catalogue.api import publish_folder
from hukumati.catalogue.tests.samples import NOW, real_path
from hukumati.core import audit
from hukumati.service_language import api as service_language
from hukumati.studio import api as studio
from hukumati.studio.drafts.tests.conftest import FEES, RANIA, STRANGER, TAREQ, dearer, mended, own_texts
from hukumati.studio.models import Draft


def ready(draft: studio.DraftView) -> studio.DraftView:
    """Bring a draft into review."""
    sound = mended(dearer(draft))
    return studio.send_to_review(analyst=RANIA, draft_id=draft.id, seen=sound.digest, now=NOW)


def publish(draft: studio.DraftView, analyst: studio.Analyst = TAREQ) -> Any:
    """Publish what is in review."""
    return studio.publish_draft(analyst=analyst, draft_id=draft.id, seen=draft.digest, now=NOW)


def number() -> int:
    """Return the number of the version that citizens get."""
    return api.get_service(code_or_slug="MOJ-NCC").number


def test_a_draft_begins_with_the_files_of_the_published_version(draft: studio.DraftView) -> None:
    assert studio.get_texts(analyst=RANIA, draft_id=draft.id) == own_texts()
    assert not draft.is_changed
    assert (draft.base_number, draft.current_number, draft.state) == (1, 1, "open")


def test_beginning_again_gives_the_draft_under_way(draft: studio.DraftView) -> None:
    assert studio.open_draft(analyst=TAREQ, code="MOJ-NCC", now=NOW).id == draft.id
    assert Draft.objects.count() == 1


def test_an_unchanged_draft_is_sound_and_yet_not_sent(draft: studio.DraftView) -> None:
    assert studio.check_draft(analyst=RANIA, draft_id=draft.id).mistakes == ()
    with pytest.raises(studio.NothingChanged):
        studio.send_to_review(analyst=RANIA, draft_id=draft.id, seen=draft.digest, now=NOW)


def test_a_changed_fee_is_published_by_a_second_person(draft: studio.DraftView) -> None:
    published = publish(ready(draft))
    assert (published.number, published.is_new, number()) == (2, True, 2)
    fees = service_language.fee_items(definition=api.get_service(code_or_slug="MOJ-NCC").definition)
    assert [str(item.amount) for item in fees] == ["10.00 ILS", "25.00 ILS"]
    assert studio.list_versions(analyst=RANIA, code="MOJ-NCC")[0].published_by == "ANA-0002"
    assert "25.00" in studio.get_version_texts(analyst=RANIA, version_id=published.version_id)[FEES]


def test_publishing_twice_makes_one_version(draft: studio.DraftView) -> None:
    sent = ready(draft)
    first, second = publish(sent), publish(sent)
    assert (first.number, second.number, second.is_new) == (2, 2, False)


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_version(draft: studio.DraftView) -> None:
    sent = ready(draft)

    def one(_: int) -> Any:
        try:
            return publish(sent)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        published = list(pool.map(one, range(3)))
    assert sorted(each.is_new for each in published) == [False, False, True]
    assert number() == 2


def test_who_wrote_it_does_not_publish_it(draft: studio.DraftView) -> None:
    sent = ready(draft)
    assert (sent.may_publish, studio.get_draft(analyst=TAREQ, draft_id=draft.id).may_publish) == (False, True)
    with pytest.raises(studio.OwnDraft):
        publish(sent, RANIA)
    assert number() == 1


def test_who_sent_it_to_review_does_not_publish_it(draft: studio.DraftView) -> None:
    sound = mended(dearer(draft))
    sent = studio.send_to_review(analyst=TAREQ, draft_id=draft.id, seen=sound.digest, now=NOW)
    for analyst in (RANIA, TAREQ):
        with pytest.raises(studio.OwnDraft):
            publish(sent, analyst)


def test_a_draft_that_was_not_sent_to_review_is_not_published(draft: studio.DraftView) -> None:
    sound = mended(dearer(draft))
    with pytest.raises(studio.DraftClosed):
        publish(sound)


def test_a_broken_draft_is_not_sent_to_review(draft: studio.DraftView) -> None:
    broken = dearer(draft)
    assert {mistake.code for mistake in studio.check_draft(analyst=RANIA, draft_id=draft.id).mistakes} == {"scenario"}
    with pytest.raises(studio.DraftNotSound):
        studio.send_to_review(analyst=RANIA, draft_id=draft.id, seen=broken.digest, now=NOW)
    assert number() == 1


def test_a_draft_that_broke_while_in_review_is_not_published(draft: studio.DraftView) -> None:
    sent = ready(draft)
    row = Draft.objects.get(id=draft.id)
    row.files.filter(path="flow.yaml").update(text="start: nowhere\n")
    with pytest.raises(studio.DraftMovedOn):
        publish(sent)
    now_there = studio.get_draft(analyst=TAREQ, draft_id=draft.id)
    with pytest.raises(studio.DraftNotSound):
        publish(now_there)
    assert number() == 1


def test_nobody_writes_in_a_draft_that_is_in_review_or_published(draft: studio.DraftView) -> None:
    sent = ready(draft)
    for _ in range(2):
        with pytest.raises(studio.DraftClosed):
            dearer(sent)
        with pytest.raises(studio.DraftClosed):
            studio.replace_files(analyst=TAREQ, draft_id=draft.id, texts={}, seen=sent.digest, now=NOW)
        if studio.get_draft(analyst=TAREQ, draft_id=draft.id).state == "in_review":
            publish(sent)


def test_two_tabs_cannot_overrule_each_other(draft: studio.DraftView) -> None:
    texts = studio.get_texts(analyst=RANIA, draft_id=draft.id)
    first: dict[str, Any] = {"path": FEES, "text": texts[FEES] + "#1\n", "seen": 1}
    studio.save_file(analyst=RANIA, draft_id=draft.id, now=NOW, **first)
    with pytest.raises(studio.DraftMovedOn) as moved:
        studio.save_file(analyst=TAREQ, draft_id=draft.id, now=NOW, path=FEES, text="#2\n", seen=1)
    assert moved.value.present == texts[FEES] + "#1\n"
    with pytest.raises(studio.DraftMovedOn):
        studio.replace_files(analyst=TAREQ, draft_id=draft.id, texts={}, seen=draft.digest, now=NOW)


def test_two_analysts_write_in_two_files(draft: studio.DraftView) -> None:
    for analyst, path in ((RANIA, "guide/ar.md"), (TAREQ, "guide/en.md")):
        studio.save_file(analyst=analyst, draft_id=draft.id, path=path, text="## X\n", seen=1, now=NOW)
    assert set(studio.get_draft(analyst=RANIA, draft_id=draft.id).writers) == {"ANA-0001", "ANA-0002"}


def test_saving_the_same_text_is_no_change(draft: studio.DraftView) -> None:
    text = studio.get_texts(analyst=RANIA, draft_id=draft.id)["form.yaml"].replace("\n", "\r\n")
    saved = studio.save_file(analyst=TAREQ, draft_id=draft.id, path="form.yaml", text=text, seen=1, now=NOW)
    assert saved.writers == ()
    assert saved.digest == draft.digest


def test_remarks_send_a_draft_back_to_its_writers(draft: studio.DraftView) -> None:
    ready(draft)
    with pytest.raises(studio.OwnDraft):
        studio.send_back(analyst=RANIA, draft_id=draft.id, remarks="x", now=NOW)
    back = studio.send_back(analyst=TAREQ, draft_id=draft.id, remarks="الرسم مرتفع", now=NOW)
    assert (back.state, back.remarks, back.is_writable) == ("sent_back", "الرسم مرتفع", True)
    again = studio.send_to_review(analyst=RANIA, draft_id=draft.id, seen=back.digest, now=NOW)
    assert publish(again).number == 2


def test_only_who_sent_it_takes_it_back(draft: studio.DraftView) -> None:
    ready(draft)
    with pytest.raises(studio.OwnDraft):
        studio.take_back(analyst=TAREQ, draft_id=draft.id, now=NOW)
    assert studio.take_back(analyst=RANIA, draft_id=draft.id, now=NOW).state == "open"


def _published_from_elsewhere(tmp_path: Any, change: dict[str, tuple[str, str]]) -> None:

    root = real_path().parent.parent
    copytree(root, tmp_path / "services")
    folder = tmp_path / "services" / "moj" / real_path().name
    for path, (old, new) in change.items():
        file = folder / path
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    publish_folder(path=folder, by="disk", now=NOW, examples_allowed=True)


def test_a_version_published_meanwhile_is_not_undone(draft: studio.DraftView, tmp_path: Any) -> None:
    sent = ready(draft)
    _published_from_elsewhere(tmp_path, {"guide/en.md": ("## ", "##  ")})
    with pytest.raises(studio.BaseMovedOn):
        publish(sent)
    assert studio.get_draft(analyst=TAREQ, draft_id=draft.id).base_moved_on
    studio.take_back(analyst=RANIA, draft_id=draft.id, now=NOW)
    rebased = studio.rebase_draft(analyst=RANIA, draft_id=draft.id, now=NOW)
    assert (rebased.taken, rebased.conflicts) == (("guide/en.md",), ())
    after = studio.get_draft(analyst=RANIA, draft_id=draft.id)
    assert (after.base_number, after.base_moved_on) == (2, False)
    assert "25.00" in studio.get_texts(analyst=RANIA, draft_id=draft.id)[FEES]
    publish(studio.send_to_review(analyst=RANIA, draft_id=draft.id, seen=after.digest, now=NOW))
    assert number() == 3


def test_what_both_changed_stays_as_the_draft_has_it_and_is_named(draft: studio.DraftView, tmp_path: Any) -> None:
    dearer(draft)
    _published_from_elsewhere(tmp_path, {FEES: ("10.00", "11.00"), "tests/study.yaml": ("10.00", "11.00")})
    rebased = studio.rebase_draft(analyst=RANIA, draft_id=draft.id, now=NOW)
    assert FEES in rebased.conflicts
    assert "25.00" in studio.get_texts(analyst=RANIA, draft_id=draft.id)[FEES]


def test_the_folder_on_disk_does_not_undo_what_the_studio_published(draft: studio.DraftView) -> None:

    publish(ready(draft))
    call_command("service_publish", str(real_path()), "--keep-newer", verbosity=0)
    assert number() == 2
    call_command("service_publish", str(real_path()), verbosity=0)
    assert number() == 3


def test_an_example_fee_is_not_published_outside_the_demonstration(draft: studio.DraftView, settings: Any) -> None:
    sent = ready(draft)
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"demo": False})
    with pytest.raises(studio.FeeIsExample):
        publish(sent)
    assert number() == 1


@pytest.mark.parametrize("deed", ["get_draft", "get_texts", "get_base_texts", "check_draft"])
def test_an_analyst_of_another_provider_reads_nothing(draft: studio.DraftView, deed: str) -> None:
    with pytest.raises(studio.NoSuchDraft):
        getattr(studio, deed)(analyst=STRANGER, draft_id=draft.id)


def test_an_analyst_of_another_provider_does_nothing(draft: studio.DraftView) -> None:
    sent = ready(draft)
    hers: dict[str, Any] = {"analyst": STRANGER, "draft_id": draft.id, "now": NOW}
    deeds: list[Any] = [
        lambda: studio.save_file(path=FEES, text="", seen=1, **hers),
        lambda: studio.remove_file(path=FEES, seen=1, **hers),
        lambda: studio.replace_files(texts={}, seen=sent.digest, **hers),
        lambda: studio.send_to_review(seen=sent.digest, **hers),
        lambda: studio.publish_draft(seen=sent.digest, **hers),
        lambda: studio.send_back(remarks="", **hers),
        lambda: studio.take_back(**hers),
        lambda: studio.discard_draft(**hers),
        lambda: studio.rebase_draft(**hers),
    ]
    for deed in deeds:
        with pytest.raises(studio.NoSuchDraft):
            deed()
    with pytest.raises(api.NoSuchService):
        studio.open_draft(analyst=STRANGER, code="MOJ-NCC", now=NOW)
    version = api.get_service(code_or_slug="MOJ-NCC").version_id
    with pytest.raises(api.NoSuchService):
        studio.get_version_texts(analyst=STRANGER, version_id=version)
    assert (studio.list_own_services(analyst=STRANGER), studio.list_versions(analyst=STRANGER, code="MOJ-NCC")) == (
        (),
        (),
    )
    assert studio.list_activity(analyst=STRANGER, slug=draft.slug) == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("provider: moj", "provider: moi", "draft.provider"),
        ("code: MOJ-NCC", "code: MOJ-XXX", "draft.code"),
        ("id: ps.moj.non-conviction-certificate", "id: ps.moj.another", "draft.id"),
    ],
)
def test_a_draft_stays_the_service_of_its_provider(draft: studio.DraftView, old: str, new: str, code: str) -> None:
    text = studio.get_texts(analyst=RANIA, draft_id=draft.id)["service.yaml"]
    changed = text.replace(old, new)
    assert changed != text
    studio.save_file(analyst=RANIA, draft_id=draft.id, path="service.yaml", text=changed, seen=1, now=NOW)
    checked = studio.check_draft(analyst=RANIA, draft_id=draft.id)
    assert code in {mistake.code for mistake in checked.mistakes}
    assert checked.definition is None


def test_a_new_service_cannot_take_the_names_of_another(published: None) -> None:
    new = studio.create_draft(analyst=RANIA, slug="another-one", texts=own_texts(), now=NOW)
    codes = {mistake.code for mistake in studio.check_draft(analyst=RANIA, draft_id=new.id).mistakes}
    assert {"draft.id", "draft.code"} <= codes
    with pytest.raises(studio.DraftMovedOn):
        studio.create_draft(analyst=RANIA, slug="non-conviction-certificate", texts=own_texts(), now=NOW)


def test_a_new_service_comes_into_the_catalogue_by_two_people(published: None) -> None:
    texts = own_texts()
    texts["service.yaml"] = (
        texts["service.yaml"]
        .replace("ps.moj.non-conviction-certificate", "ps.moj.second-certificate")
        .replace("MOJ-NCC", "MOJ-SEC")
        .replace("reference_prefix: NCC", "reference_prefix: SEC")
    )
    new = studio.create_draft(analyst=RANIA, slug="second-certificate", texts=texts, now=NOW)
    assert studio.check_draft(analyst=RANIA, draft_id=new.id).mistakes == ()
    assert [each.id for each in studio.list_new_drafts(analyst=TAREQ)] == [new.id]
    sent = studio.send_to_review(analyst=RANIA, draft_id=new.id, seen=new.digest, now=NOW)
    assert publish(sent).number == 1
    assert {each.code for each in studio.list_own_services(analyst=TAREQ)} == {"MOJ-NCC", "MOJ-SEC"}
    assert studio.list_new_drafts(analyst=TAREQ) == ()


@pytest.mark.parametrize("slug", ["", "A", "a b", "../x", "a--b", "-a", "x" * 61, "خدمة", "a/b"])
def test_a_service_has_a_plain_name(db: None, slug: str) -> None:
    with pytest.raises(studio.FileRefused):
        studio.create_draft(analyst=RANIA, slug=slug, texts={}, now=NOW)


@pytest.mark.parametrize(
    "path", ["../x.yaml", "shared/people.yaml", "tests/a/b.yaml", "run.py", "/form.yaml", "documents/x.sh", "", "a\nb"]
)
def test_a_file_has_its_place(draft: studio.DraftView, path: str) -> None:
    with pytest.raises(studio.FileRefused):
        studio.save_file(analyst=RANIA, draft_id=draft.id, path=path, text="x", seen=0, now=NOW)


def test_a_file_is_made_and_removed(draft: studio.DraftView) -> None:
    made = studio.save_file(analyst=RANIA, draft_id=draft.id, path="lists/new.csv", text="code,ar,en", seen=0, now=NOW)
    assert [file.path for file in made.files if file.change == "added"] == ["lists/new.csv"]
    with pytest.raises(studio.FileRefused):
        studio.save_file(analyst=RANIA, draft_id=draft.id, path="lists/new.csv", text="", seen=0, now=NOW)
    gone = studio.remove_file(analyst=RANIA, draft_id=draft.id, path="lists/new.csv", seen=1, now=NOW)
    assert not gone.is_changed


def test_a_folder_is_bounded_as_a_whole(draft: studio.DraftView) -> None:
    large = "#" * 250_000
    for number in range(15):
        path = f"lists/l{number}.csv"
        studio.save_file(analyst=RANIA, draft_id=draft.id, path=path, text=large, seen=0, now=NOW)
    with pytest.raises(studio.FileRefused):
        studio.save_file(analyst=RANIA, draft_id=draft.id, path="lists/l15.csv", text=large, seen=0, now=NOW)
    with pytest.raises(studio.FileRefused):
        studio.save_file(analyst=RANIA, draft_id=draft.id, path=FEES, text="#" * 256_001, seen=1, now=NOW)


def test_a_discarded_draft_makes_room_for_another(draft: studio.DraftView) -> None:
    studio.discard_draft(analyst=RANIA, draft_id=draft.id, now=NOW)
    with pytest.raises(studio.DraftClosed):
        dearer(draft)
    assert studio.open_draft(analyst=RANIA, code="MOJ-NCC", now=NOW).id != draft.id


def test_every_deed_is_on_record(draft: studio.DraftView) -> None:
    sent = ready(draft)
    studio.send_back(analyst=TAREQ, draft_id=draft.id, remarks="لماذا؟", now=NOW)
    publish(studio.send_to_review(analyst=RANIA, draft_id=draft.id, seen=sent.digest, now=NOW))
    deeds = [(entry.actor, entry.action) for entry in reversed(studio.list_activity(analyst=TAREQ, slug=draft.slug))]
    assert deeds == [
        ("ANA-0001", "studio.begun"),
        ("ANA-0001", "studio.file_written"),
        ("ANA-0001", "studio.uploaded"),
        ("ANA-0001", "studio.sent_to_review"),
        ("ANA-0002", "studio.sent_back"),
        ("ANA-0001", "studio.sent_to_review"),
        ("ANA-0002", "studio.published"),
    ]
    assert audit.is_intact(subject=f"service:{draft.slug}")


def test_an_unknown_draft_is_not_found(db: None) -> None:
    with pytest.raises(studio.NoSuchDraft):
        studio.get_draft(analyst=RANIA, draft_id=uuid4())


def _renamed(draft: studio.DraftView, migration: str) -> studio.DraftView:
    """Call the state `review` otherwise, and say so in migrate.yaml."""
    texts = studio.get_texts(analyst=RANIA, draft_id=draft.id)
    for path in [path for path in texts if path == "flow.yaml" or path.startswith("tests/")]:
        texts[path] = re.sub(r"\breview\b", "legal_review", texts[path])
    texts["migrate.yaml"] = migration
    return studio.replace_files(analyst=RANIA, draft_id=draft.id, texts=texts, seen=draft.digest, now=NOW)


def test_running_cases_that_would_find_no_place_are_named_before_publication(draft: studio.DraftView) -> None:
    changed = _renamed(draft, "from: 1\ndrafts: move\n")
    checked = studio.check_draft(analyst=RANIA, draft_id=draft.id)
    assert [mistake.code for mistake in checked.mistakes] == ["migrate.states"]
    assert studio.translate_diagnostic(mistake=checked.mistakes[0], language="ar").is_exact
    with pytest.raises(studio.DraftNotSound):
        studio.send_to_review(analyst=RANIA, draft_id=draft.id, seen=changed.digest, now=NOW)


def test_a_version_that_moves_running_cases_is_published(draft: studio.DraftView) -> None:
    sound = _renamed(draft, "from: 1\ndrafts: move\nstates: {review: legal_review}\n")
    assert studio.check_draft(analyst=RANIA, draft_id=draft.id).mistakes == ()
    publish(studio.send_to_review(analyst=RANIA, draft_id=draft.id, seen=sound.digest, now=NOW))
    migration = api.get_service(code_or_slug="MOJ-NCC").definition.migration
    assert migration is not None
    assert migration.state("review") == "legal_review"


def test_a_draft_that_starts_a_service_which_is_not_published_is_not_sound(draft: studio.DraftView) -> None:
    texts = studio.get_texts(analyst=RANIA, draft_id=draft.id)
    flow = texts["flow.yaml"].replace(
        "do: [issue refusal_letter, notify", "do: [start MOI-PSP, issue refusal_letter, notify"
    )
    assert flow != texts["flow.yaml"]
    studio.replace_files(
        analyst=RANIA, draft_id=draft.id, texts={**texts, "flow.yaml": flow}, seen=draft.digest, now=NOW
    )
    checked = studio.check_draft(analyst=RANIA, draft_id=draft.id)
    assert "there is no service 'MOI-PSP'" in [mistake.problem for mistake in checked.mistakes]


def test_a_provider_finds_its_own_service_by_its_code(draft: studio.DraftView) -> None:
    found = studio.get_own_service(analyst=RANIA, code="MOJ-NCC")
    assert (found.code, found.number, found.draft_id, found.draft_state) == ("MOJ-NCC", 1, draft.id, "open")
    for analyst, code in ((RANIA, "MOJ-XXX"), (STRANGER, "MOJ-NCC")):
        with pytest.raises(api.NoSuchService):
            studio.get_own_service(analyst=analyst, code=code)


def test_a_draft_of_the_current_version_has_nothing_to_take_over(draft: studio.DraftView) -> None:
    rebased = studio.rebase_draft(analyst=RANIA, draft_id=draft.id, now=NOW)
    assert (rebased.taken, rebased.conflicts) == ((), ())


def test_a_preview_may_begin_with_any_scenario_of_the_draft(draft: studio.DraftView) -> None:
    found = [each.file for each in studio.list_scenarios(analyst=RANIA, draft_id=draft.id)]
    assert found == sorted(path for path in own_texts() if path.startswith("tests/"))


def test_a_draft_whose_first_file_cannot_be_read_is_checked_all_the_same(draft: studio.DraftView) -> None:
    texts = {**own_texts(), "service.yaml": "id: [\n"}
    studio.replace_files(analyst=RANIA, draft_id=draft.id, texts=texts, seen=draft.digest, now=NOW)
    found = studio.check_draft(analyst=RANIA, draft_id=draft.id).mistakes
    assert ("service.yaml", "yaml.syntax") in {(each.file, each.code) for each in found}


def test_a_draft_tells_which_files_differ_from_its_base(draft: studio.DraftView) -> None:
    assert {each.change for each in draft.files} == {"same"}
    assert draft.is_changed is False
    written = dearer(draft)
    assert {each.path: each.change for each in written.files if each.change != "same"} == {FEES: "changed"}
    assert written.is_changed is True
    added = studio.save_file(
        analyst=RANIA, draft_id=draft.id, path="messages/later.yaml", text="sms: ready_sms", seen=0, now=NOW
    )
    assert {each.change for each in added.files if each.path == "messages/later.yaml"} == {"added"}


def test_a_draft_that_lacks_a_file_of_its_base_is_changed(draft: studio.DraftView) -> None:
    texts = {path: text for path, text in own_texts().items() if path != "tests/study.yaml"}
    fewer = studio.replace_files(analyst=RANIA, draft_id=draft.id, texts=texts, seen=draft.digest, now=NOW)
    assert (fewer.removed, fewer.is_changed) == (("tests/study.yaml",), True)
    assert {each.change for each in fewer.files} == {"same"}
