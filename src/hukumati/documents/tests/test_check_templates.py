"""Templates on trial: what cannot be set is told with its line; one that never ends spoils nothing but itself."""

from typing import Any

import pytest

from hukumati.documents.api import Template, TemplateFault, TemplateTrial, try_templates
from hukumati.documents.tests.samples import DATA, template
from hukumati.documents.use_cases import check_templates as trying

HEAD = '#import "/lib/document.typ": *\n#let d = json(bytes(sys.inputs.d))\n#set document(title: "x")\n'
ENDLESS = "#for i in range(100000) { for j in range(100000) { let x = calc.pow(2, 3) } }\n"


def trial(source: str, data: dict[str, Any] | None = None) -> TemplateTrial:
    return TemplateTrial(template=Template(source=HEAD + source, name="paper"), data=data or {}, is_limited=True)


def test_the_certificate_can_be_made_with_its_data_and_not_without() -> None:
    whole = TemplateTrial(template=template("certificate"), data=DATA, is_limited=True)
    less = {name: value for name, value in DATA.items() if name != "name_ar"}
    sound, faulty = try_templates([whole, TemplateTrial(template=whole.template, data=less, is_limited=True)])
    assert sound is None
    assert faulty is not None
    assert "name_ar" in faulty.message
    lines = whole.template.source.splitlines()
    assert "name_ar" in lines[faulty.line - 1]


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        ("\n#nothing(1)", "unknown variable: nothing", 5),
        ("#d.document.serial.missing", "cannot access fields", 4),
        ('#panic("no")', "no", 4),
        ("#(1 + ", "unclosed delimiter", 4),
        ('#date-ar("yesterday")', "", 4),
        ('#read("/etc/passwd")', "", 4),
    ],
)
def test_a_fault_is_told_with_its_line(source: str, message: str, line: int) -> None:
    (fault,) = try_templates([trial(source)])
    assert fault is not None
    assert message in fault.message
    assert fault.line == line


def test_what_never_ends_is_ended_and_the_others_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "CPU_SECONDS", 1)
    sound, other = trial("#d.word", {"word": "سلام"}), trial("#d.word", {})
    found = try_templates([sound, trial(ENDLESS), trial(ENDLESS, {"more": 1}), other])
    assert found[0] is None
    assert found[1:3] == (TemplateFault(trying.TOO_MUCH, 0),) * 2
    assert found[3] is not None
    assert "word" in found[3].message


def test_what_was_tried_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = try_templates([trial("#nothing(2)"), trial("plain")])
    monkeypatch.setattr(trying, "_answers", lambda question: pytest.fail("tried again"))
    assert try_templates([trial("plain"), trial("#nothing(2)")]) == (first[1], first[0])
    assert try_templates([]) == ()
