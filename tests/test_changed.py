"""Which tests a change runs."""

import pytest

from tests.changed import ALWAYS, JOURNEY, affected_tests


def test_a_module_runs_what_imports_it_directly_or_not() -> None:
    found = affected_tests(["src/hukumati/payments/domain/damm.py"])
    assert found is not None
    assert "src/hukumati/payments/tests/test_domain.py" in found
    assert JOURNEY in found
    assert not any("simulators" in each for each in found)


def test_a_test_runs_itself() -> None:
    assert affected_tests(["src/exchange/protocol/tests/test_globs.py"]) == sorted(
        {"src/exchange/protocol/tests/test_globs.py", JOURNEY, ALWAYS}
    )


def test_a_template_runs_the_tests_of_its_part() -> None:
    found = affected_tests(["src/hukumati/identity/templates/identity/code.html"])
    assert found is not None
    assert "src/hukumati/identity/tests/test_sign_in_pages.py" in found


def test_a_service_runs_the_services() -> None:
    found = affected_tests(["services/moj/non-conviction-certificate/flow.yaml"])
    assert found is not None
    assert {"services", JOURNEY} <= set(found)


def test_a_document_runs_the_architecture_alone() -> None:
    assert affected_tests(["docs/glossary.md"]) == [ALWAYS]


@pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml", "src/hukumati/project/settings.py"])
def test_what_everything_depends_on_runs_everything(file: str) -> None:
    assert affected_tests([file]) is None
