"""`service_export` writes every format that the catalogue knows."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from hukumati.catalogue.exports.formats import EXPORT_FORMATS, ExportFormat, export_service
from hukumati.catalogue.folder.files import read_folder
from hukumati.catalogue.folder.parser import parse_definition

FOLDER = settings.HUKUMATI.services_dir / "moj" / "non-conviction-certificate"


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_a_folder_is_written_in_every_format(form: ExportFormat) -> None:
    out = StringIO()
    call_command("service_export", str(FOLDER), form=form, stdout=out)
    definition = parse_definition(folder=read_folder(path=FOLDER))
    portal = settings.HUKUMATI.portal_url
    assert (
        out.getvalue()
        == export_service(definition=definition, number=1, export_format=form, portal=portal).content.decode()
    )
    assert definition.name.ar in out.getvalue()


def test_a_file_can_be_named(tmp_path: Path) -> None:
    target = tmp_path / "flow.bpmn"
    call_command("service_export", str(FOLDER), form="bpmn", to=target, stdout=StringIO())
    assert target.read_bytes().startswith(b"<?xml")


def test_a_folder_with_mistakes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="missing"):
        call_command("service_export", str(tmp_path / "nothing"), form="bpmn", stdout=StringIO())
