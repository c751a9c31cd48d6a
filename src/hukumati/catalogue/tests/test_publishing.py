"""Versions: made once for each change, never changed, kept by those who began with them."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from hukumati.catalogue import api
from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.files import Folder, read_folder, service_folders
from hukumati.catalogue.models import ServiceVersion, VersionSource
from hukumati.catalogue.publishing import FeeNotOfficial, Published, publish_definition, publish_folder
from hukumati.catalogue.tests.samples import NOW, publish, real_definition, real_folder, real_path
from hukumati.service_language import api as service_language
from hukumati.service_language.api import from_json, to_json


def _changed(old: str = "20.00", new: str = "25.00") -> Folder:
    files = dict(real_folder().files)
    files["rules/fee.csv"] = files["rules/fee.csv"].replace(old.encode(), new.encode())
    return replace(real_folder(), files=files)


@pytest.mark.django_db
def test_an_unchanged_folder_makes_no_new_version() -> None:
    first, second = publish(real_folder()), publish(real_folder())
    assert (first.number, first.is_new) == (1, True)
    assert (second.number, second.is_new) == (1, False)
    assert ServiceVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_changed_folder_makes_the_next_version_and_the_old_one_stays_readable() -> None:
    publish(real_folder())
    old = api.get_service(code_or_slug="MOJ-NCC")
    assert publish(_changed()).number == 2
    new = api.get_service(code_or_slug="non-conviction-certificate")
    assert (old.number, new.number) == (1, 2)
    assert api.get_version(version_id=old.version_id) == old
    assert [str(item.amount) for item in service_language.fee_items(definition=old.definition)] == [
        "10.00 ILS",
        "20.00 ILS",
    ]
    assert [str(item.amount) for item in service_language.fee_items(definition=new.definition)] == [
        "10.00 ILS",
        "25.00 ILS",
    ]


@pytest.mark.django_db(transaction=True)
def test_four_who_publish_the_same_folder_at_once_make_one_version() -> None:
    folder = real_folder()

    def one(_: int) -> Published:
        try:
            return publish(folder)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        published = list(pool.map(one, range(4)))
    assert sorted(each.is_new for each in published) == [False, False, False, True]
    assert {each.number for each in published} == {1}


@pytest.mark.django_db
def test_going_back_to_an_old_folder_is_a_version_of_its_own() -> None:
    assert [publish(folder).number for folder in (real_folder(), _changed(), real_folder())] == [1, 2, 3]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {} SET compiled = '{{}}'", "UPDATE {} SET number = 9", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_a_version(statement: str) -> None:
    publish(real_folder())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("catalogue_service_version"))


@pytest.mark.django_db
def test_an_example_fee_is_not_published_outside_the_demonstration() -> None:
    with pytest.raises(FeeNotOfficial):
        publish_definition(definition=real_definition(), digest="0" * 64, by="test", now=NOW, examples_allowed=False)
    assert ServiceVersion.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nosuch", "", "MOJ-NCC' OR 1=1", "\0", "../..", "x" * 1000, "خدمة", "moj--ncc"])
def test_a_service_that_does_not_exist_is_not_found(name: str) -> None:
    publish(real_folder())
    with pytest.raises(api.NoSuchService):
        api.get_service(code_or_slug=name)


@pytest.mark.django_db
def test_a_version_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(api.NoSuchService):
        api.get_version(version_id=uuid4())


def test_the_digest_depends_on_every_file_and_on_nothing_else() -> None:
    folder = real_folder()
    turned = Folder(name="other", files=dict(reversed(folder.files.items())))
    assert folder.digest() == turned.digest() == real_folder().digest()
    for name in folder.files:
        changed = Folder(name=folder.name, files={**folder.files, name: folder.files[name] + b" "})
        assert changed.digest() != folder.digest()
    renamed = {("x" + name if name == "flow.yaml" else name): data for name, data in folder.files.items()}
    assert Folder(name=folder.name, files=renamed).digest() != folder.digest()


def test_a_definition_survives_its_compiled_form_with_the_order_of_everything() -> None:
    definition = real_definition()
    again = from_json(compiled=json.loads(json.dumps(to_json(definition=definition), ensure_ascii=False)))
    assert again == definition
    assert list(again.flow.states) == list(definition.flow.states)
    assert list(again.flow.states["review"].actions) == ["approve", "reject", "ask_citizen"]


def test_a_compiled_form_of_the_future_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        from_json(compiled={"format": 99, "definition": {}})


def _copy(tmp_path: Path) -> Path:
    copytree(settings.HUKUMATI.services_dir, tmp_path / "services")
    return tmp_path / "services" / "moj" / "non-conviction-certificate"


@pytest.mark.django_db
def test_a_folder_with_a_mistake_never_reaches_citizens(tmp_path: Path) -> None:
    path = _copy(tmp_path)
    flow = path / "flow.yaml"
    flow.write_text(flow.read_text().replace("answer: review", "answer: reviev"))
    with pytest.raises(FolderRefused, match=r"flow\.yaml:\d+"):
        publish_folder(path=path, by="test", now=NOW, examples_allowed=True)
    assert api.list_services() == ()


def test_links_and_oversized_files_in_a_folder_are_refused(tmp_path: Path) -> None:
    path = _copy(tmp_path)
    (path / "guide" / "more.md").symlink_to("/etc/passwd")
    with pytest.raises(FolderRefused, match="link"):
        read_folder(path=path)
    (path / "guide" / "more.md").unlink()
    (path / "guide" / "ar.md").write_bytes(b"x" * 1_000_001)
    with pytest.raises(FolderRefused, match="larger"):
        read_folder(path=path)
    with pytest.raises(FolderRefused, match="no such folder"):
        read_folder(path=tmp_path / "nosuch")


@pytest.mark.django_db
def test_the_commands_check_and_publish_every_folder() -> None:
    told = io.StringIO()
    call_command("service_check", "--all", stdout=told)
    call_command("service_publish", "--all", stdout=told)
    call_command("service_publish", str(real_path()), stdout=told)
    lines = told.getvalue().splitlines()
    folders = len(service_folders(root=settings.HUKUMATI.services_dir))
    assert len([line for line in lines if ": sound; " in line]) == folders
    assert len([line for line in lines if line.endswith(" version 1: published")]) == folders
    assert lines[-1] == "MOJ-NCC version 1: unchanged"
    assert len(api.list_services()) == folders


@pytest.mark.django_db
def test_the_commands_tell_mistakes_with_file_and_line_and_fail(tmp_path: Path) -> None:
    path = _copy(tmp_path)
    (path / "form.yaml").write_text((path / "form.yaml").read_text().replace("type: phone", "type: fone"))
    for command in ("service_check", "service_publish"):
        told = io.StringIO()
        with pytest.raises(CommandError):
            call_command(command, str(path), stderr=told, stdout=told)
        assert "form.yaml:8:" in told.getvalue()
        assert "Did you mean phone?" in told.getvalue()
    with pytest.raises(CommandError):
        call_command("service_check")


@pytest.mark.django_db
def test_the_files_of_a_version_never_change() -> None:
    publish_folder(path=real_path(), by="test", now=NOW, examples_allowed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionSource.objects.update(files="{}")


def _services_directory(tmp_path: Path) -> Path:
    """Return a directory with a sound folder, a copy of it, one that is unsound, and one that bears its code."""
    for name in ("first", "second"):
        copytree(real_path(), tmp_path / "moj" / name)
    copytree(settings.HUKUMATI.services_dir / "shared", tmp_path / "shared")
    copytree(settings.HUKUMATI.services_dir / "mot" / "traffic-fines", tmp_path / "mot" / "broken")
    copytree(settings.HUKUMATI.services_dir / "mot" / "vehicle-enquiry", tmp_path / "mot" / "sound")
    answer = tmp_path / "mot" / "broken" / "answer.yaml"
    answer.write_text(answer.read_text().replace("text: no_record", "text: [no_record]"))
    return tmp_path


@pytest.mark.django_db
def test_folders_that_fail_are_left_out_and_told_of_and_the_others_are_published(tmp_path: Path) -> None:
    root, told = _services_directory(tmp_path), io.StringIO()
    paths = [str(path) for path in service_folders(root=root)]
    call_command("service_publish", *paths, "--leave-out", stdout=told, stderr=told)
    assert [each.slug for each in api.list_services()] == ["sound"]
    assert "Left out: first, second, broken." in told.getvalue()
    assert "broken/answer.yaml:3:" in told.getvalue()
    assert "first/service.yaml:1: the id 'ps.moj.non-conviction-certificate' belongs to 'second'" in told.getvalue()


@pytest.mark.django_db
def test_a_code_that_another_service_bears_is_refused_by_name() -> None:
    publish(real_folder())
    files = dict(real_folder().files)
    files["service.yaml"] = files["service.yaml"].replace(b"ps.moj.non-conviction", b"ps.moj.another-conviction")
    with pytest.raises(FolderRefused, match="the code 'MOJ-NCC' belongs to another service"):
        publish(replace(real_folder(), name="another", files=files))
    assert len(api.list_services()) == 1
