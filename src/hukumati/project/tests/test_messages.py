"""What would escape translation is found."""

from pathlib import Path

import pytest

from hukumati.project import messages


def test_every_text_of_the_platform_is_translated_and_collected() -> None:
    assert messages.missing() + messages.renamed() == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from django.utils.translation import gettext as _", []),
        ("from django.utils.translation import gettext", []),
        ("from django.utils.translation import get_language, gettext as said", ["said"]),
        ("from django.utils.translation import ngettext_lazy as many", ["many"]),
    ],
)
def test_a_translating_function_under_another_name_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, found: list[str]
) -> None:
    (tmp_path / "page.py").write_text(f"{line}\n")
    monkeypatch.setattr(messages, "HUKUMATI", tmp_path)
    assert messages.renamed() == [f"page.py: {name}() is not collected; call it _ or by its own name" for name in found]
