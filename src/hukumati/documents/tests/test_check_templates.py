"""Checked templates: a fault is reported with its line; an endless template spoils nothing but itself."""

from collections import OrderedDict
from typing import Any

import pytest

from hukumati.documents.adapters import template_check_process
from hukumati.documents.api import Template, TemplateFault, TemplateSample, check_templates
from hukumati.documents.tests.samples import DATA, template
from hukumati.documents.use_cases import check_templates as check_templates_module
from hukumati.documents.use_cases.check_templates import TOO_MUCH

HEAD = '#import "/lib/document.typ": *\n#let d = json(bytes(sys.inputs.d))\n#set document(title: "x")\n'
ENDLESS = "#for i in range(100000) { for j in range(100000) { let x = calc.pow(2, 3) } }\n"


def sample(source: str, data: dict[str, Any] | None = None) -> TemplateSample:
    return TemplateSample(template=Template(source=HEAD + source, name="paper"), data=data or {}, is_limited=True)


def test_the_certificate_compiles_with_its_data_and_not_without() -> None:
    whole = TemplateSample(template=template("certificate"), data=DATA, is_limited=True)
    less = {name: value for name, value in DATA.items() if name != "name_ar"}
    sound, faulty = check_templates([whole, TemplateSample(template=whole.template, data=less, is_limited=True)])
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
def test_a_fault_is_reported_with_its_line(source: str, message: str, line: int) -> None:
    (fault,) = check_templates([sample(source)])
    assert fault is not None
    assert message in fault.message
    assert fault.line == line


def test_an_endless_template_is_ended_and_the_others_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_check_process, "CPU_SECONDS", 1)
    sound, other = sample("#d.word", {"word": "سلام"}), sample("#d.word", {})
    found = check_templates([sound, sample(ENDLESS), sample(ENDLESS, {"more": 1}), other])
    assert found[0] is None
    assert found[1:3] == (TemplateFault(TOO_MUCH, 0),) * 2
    assert found[3] is not None
    assert "word" in found[3].message


def test_a_known_sample_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = check_templates([sample("#nothing(2)"), sample("plain")])
    monkeypatch.setattr(template_check_process, "_answers", lambda lines: pytest.fail("compiled again"))
    assert check_templates([sample("plain"), sample("#nothing(2)")]) == (first[1], first[0])
    assert check_templates([]) == ()


def test_as_many_results_as_are_kept_are_known_and_the_oldest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_templates_module, "KEPT", 2)
    monkeypatch.setattr(check_templates_module, "_known", OrderedDict())
    first, second, third = (sample(f"kept {number}") for number in range(3))
    check_templates([first, second])
    with monkeypatch.context() as patched:
        patched.setattr(template_check_process, "_answers", lambda lines: pytest.fail("compiled again"))
        assert check_templates([first, second]) == (None, None)
    assert check_templates([third]) == (None,)
    with monkeypatch.context() as patched:
        patched.setattr(template_check_process, "_answers", lambda lines: pytest.fail("compiled again"))
        assert check_templates([second, third]) == (None, None)
        with pytest.raises(pytest.fail.Exception, match="compiled again"):
            check_templates([first])
