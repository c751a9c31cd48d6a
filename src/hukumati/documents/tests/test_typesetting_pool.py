"""Documents are set by confined programs: endless ones end, hostile ones reach nothing, and the next is set as ever."""

import dataclasses
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from time import monotonic

import pytest

from hukumati.documents import api
from hukumati.documents.adapters import typesetting_pool
from hukumati.documents.adapters.typesetting_pool import TypesettingPool
from hukumati.documents.domain.typesetting import Template, Typeset
from hukumati.documents.models import SealedDocument
from hukumati.documents.tests.samples import FIELDS, ask
from hukumati.documents.tests.test_check_templates import ENDLESS, HEAD


@pytest.fixture(autouse=True)
def _no_program_is_left() -> Iterator[None]:
    typesetting_pool.end_idle()
    yield
    typesetting_pool.end_idle()


def _set(folder: Path, source: str) -> Typeset:
    template = Template(source=f"{HEAD}{source}\n#metadata(()) <particulars>\n", name="paper")
    return TypesettingPool(bundles=folder).typeset(
        template=template, data={"word": "سلام"}, fields=FIELDS, issued_on=date(2026, 1, 1)
    )


def test_the_same_input_gives_the_same_file_in_another_program(tmp_path: Path) -> None:
    first = _set(tmp_path, "#d.word")
    assert first.pdf.startswith(b"%PDF-")
    assert _set(tmp_path, "#d.word") == first
    typesetting_pool.end_idle()
    assert _set(tmp_path, "#d.word") == first


def test_an_endless_template_fails_and_the_next_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting_pool, "CPU_SECONDS", 1)
    with pytest.raises(api.TemplateFailed, match="too long"):
        _set(tmp_path, ENDLESS)
    assert _set(tmp_path, "#d.word").pdf


@pytest.mark.parametrize(
    "source",
    [
        "#let f(n) = f(n + 1)\n#f(0)",
        "#let f(n) = [#f(n + 1)]\n#f(0)",
        "#let f = n => (f)(n)\n#show: it => [#it #it]\n#show: it => [#it #it]\n#while true {}",
        "#range(1000000000000)",
        '#("a" * 1000000000000)',
        "#((1,) * 1000000000000)",
        "#calc.pow(10, 1000000000)",
        '#let s = state("n", 0)\n#context s.update(n => n + s.final())',
        '#show "س": [سس]\n#d.word',
        '#eval("#while true {}", mode: "markup")',
        "#rect(width: 1e300pt)\n#for i in range(100000000) { pagebreak() }",
    ],
)
def test_whatever_a_template_spends_it_ends_and_the_next_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setattr(typesetting_pool, "CPU_SECONDS", 1)
    begun = monotonic()
    with suppress(api.TemplateFailed):
        assert _set(tmp_path, source).pdf
    assert monotonic() - begun < 20
    assert _set(tmp_path, "#d.word").pdf


@pytest.mark.parametrize(
    "source",
    [
        '#import "@pre" + "view/example:0.1.0": *',
        '#import "@lo" + "cal/example:0.1.0": *',
        '#let name = "@pre" + "view/example-" + d.word + ":0.1.0"\n#import name: *',
        '#read("/etc/passwd")',
    ],
)
def test_a_template_reaches_nothing_but_its_bundle(tmp_path: Path, source: str) -> None:
    with pytest.raises(api.TemplateFailed):
        _set(tmp_path, source)


def test_a_program_that_was_killed_meanwhile_is_replaced(tmp_path: Path) -> None:
    first = _set(tmp_path, "#d.word")
    (child,) = typesetting_pool._idle
    child._process.kill()
    child._process.wait()
    assert _set(tmp_path, "#d.word") == first


@pytest.mark.django_db
def test_an_endless_template_registers_no_document(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting_pool, "CPU_SECONDS", 1)
    request = ask()
    endless = dataclasses.replace(request, template=Template(source=HEAD + ENDLESS, name="paper"))
    with pytest.raises(api.TemplateFailed):
        api.issue(request=endless)
    assert not SealedDocument.objects.exists()
    assert api.issue(request=request).state == "valid"
