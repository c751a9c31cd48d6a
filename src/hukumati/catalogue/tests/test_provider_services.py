"""What the door tells those who write services, and what it checks for them."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import transaction

from hukumati.catalogue import api
from hukumati.catalogue.publishing import publish_definition
from hukumati.catalogue.tests.samples import NOW, publish, real_definition, real_folder, real_path, small_folder
from hukumati.service_language.api import Migration

pytestmark = pytest.mark.django_db
CODE, SLUG = "MOJ-NCC", "non-conviction-certificate"


@pytest.fixture
def published() -> api.Published:
    """Publish the certificate with its files."""
    return api.publish_folder(path=real_path(), by="test", now=NOW, examples_allowed=True)


def test_a_provider_sees_its_own_services_by_code_retired_ones_too(published: api.Published) -> None:
    publish(small_folder(code="MOI-ZZZ", slug="zzz", ar="ي", en="Z", status="retired"))
    publish(small_folder(code="MOI-AAA", slug="aaa", ar="أ", en="A"))
    listed = api.list_provider_services(provider="moi")
    assert [service.code for service in listed] == ["MOI-AAA", "MOI-ZZZ"]
    assert [service.status for service in listed] == ["open", "retired"]
    (own,) = api.list_provider_services(provider="moj")
    assert (own.id, own.current_id, own.current_number) == (published.service_id, published.version_id, 1)
    assert (own.code, own.slug, own.identifier) == (CODE, SLUG, f"ps.moj.{SLUG}")
    assert own.name == real_definition().name


def test_a_service_is_found_by_code_slug_and_row(published: api.Published) -> None:
    (own,) = api.list_provider_services(provider="moj")
    assert api.find_provider_service(provider="moj", code_or_slug=CODE) == own
    assert api.find_provider_service(provider="moj", code_or_slug=SLUG) == own
    assert api.find_provider_service(provider="moi", code_or_slug=CODE) is None
    assert api.find_provider_service(provider="moj", code_or_slug="other") is None
    assert api.get_provider_service(service_id=published.service_id) == own
    with pytest.raises(api.NoSuchService):
        api.get_provider_service(service_id=published.service_id + 1)


def test_names_are_taken_each_by_its_kind(published: api.Published) -> None:
    assert api.is_name_taken(kind="code", name=CODE)
    assert api.is_name_taken(kind="slug", name=SLUG)
    assert api.is_name_taken(kind="identifier", name=f"ps.moj.{SLUG}")
    assert not api.is_name_taken(kind="code", name=SLUG)
    assert not api.is_name_taken(kind="slug", name="other")


def test_the_current_version_is_the_newest(published: api.Published) -> None:
    second = publish_definition(definition=real_definition(), digest="2", by="x", now=NOW, examples_allowed=True)
    with transaction.atomic():
        assert api.lock_current_version(slug=SLUG) == second.version_id
        assert api.lock_current_version(slug="other") is None
    versions = api.list_versions(provider="moj", code=CODE)
    assert [(each.number, each.published_by, each.has_source) for each in versions] == [
        (2, "x", False),
        (1, "test", True),
    ]
    assert (versions[1].id, versions[1].published_at) == (published.version_id, NOW)
    assert api.list_versions(provider="moi", code=CODE) == ()


def test_the_files_of_a_version_are_its_providers(published: api.Published) -> None:
    texts = api.find_version_source(version_id=published.version_id)
    assert texts is not None
    assert texts == {path: data.decode("utf-8-sig") for path, data in real_folder().own().files.items()}
    assert api.find_version_source(version_id=published.version_id, provider="moj") == texts
    assert api.find_version_source(version_id=published.version_id, provider="moi") is None
    assert api.find_version_source(version_id=uuid4()) is None


def test_a_migration_is_checked_against_the_version_it_names(published: api.Published) -> None:
    new = real_definition()
    states = {name: state for name, state in new.flow.states.items() if name != "review"}
    changed = replace(new, flow=replace(new.flow, states=states), migration=Migration(source=1, drafts="move"))
    assert "migrate.states" in {mistake.code for mistake in api.check_migration(code=CODE, definition=changed)}
    assert api.check_migration(code=CODE, definition=replace(changed, migration=None)) == ()
    unknown = replace(changed, migration=Migration(source=9, drafts="move"))
    assert api.check_migration(code=CODE, definition=unknown) == ()


def test_a_started_service_must_be_published(published: api.Published) -> None:
    folder = real_folder()
    flow = folder.files["flow.yaml"].replace(
        b"do: [issue refusal_letter, ", b"do: [start MOI-PSP, issue refusal_letter, "
    )
    changed = replace(folder, files={**folder.files, "flow.yaml": flow})
    definition = api.sketch_definition(folder=changed)
    assert definition is not None
    (mistake,) = api.check_among_published(folder=changed, definition=definition)
    assert (mistake.file, mistake.code, mistake.problem) == ("flow.yaml", "flow.start", "there is no service 'MOI-PSP'")
    assert api.check_among_published(folder=folder, definition=real_definition()) == ()


def test_a_sketch_needs_no_more_than_files_of_the_right_form() -> None:
    folder = real_folder()
    wrong_reference = folder.files["form.yaml"].replace(b"list: purposes", b"list: purpose")
    assert api.sketch_definition(folder=replace(folder, files={**folder.files, "form.yaml": wrong_reference}))
    assert api.sketch_definition(folder=replace(folder, files={**folder.files, "form.yaml": b"[]"})) is None


def test_a_paid_service_with_an_example_fee_is_for_the_demonstration_only() -> None:
    paid = replace(real_definition(), fee_official=False)
    with pytest.raises(api.FeeNotOfficial):
        publish_definition(definition=paid, digest="1", by="x", now=NOW, examples_allowed=False)
    official = replace(paid, fee_official=True)
    assert publish_definition(definition=official, digest="1", by="x", now=NOW, examples_allowed=False).is_new
    free = replace(paid, kind="enquiry", id="ps.moj.free", code="MOJ-FRE", slug="free")
    assert publish_definition(definition=free, digest="1", by="x", now=NOW, examples_allowed=False).is_new
