"""A fee rule of a folder says how it rounds; what is no amount to round to is a mistake with its remedy."""

from dataclasses import replace

import pytest

from hukumati.catalogue.checks.expression_types import ExpressionTypes
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.tests.samples import Folder, FolderRefused, real_definition, real_folder
from hukumati.service_language.api import Rounding


def rounded(declared: str) -> Folder:
    folder = real_folder()
    text = folder.files["service.yaml"].decode()
    assert "currency: ILS" in text
    changed = text.replace("currency: ILS", f"currency: ILS, rounding: {declared}", 1)
    return replace(folder, files={**folder.files, "service.yaml": changed.encode()})


@pytest.mark.parametrize(
    ("declared", "rounding"),
    [
        ("{mode: half_up}", Rounding("half_up", 1)),
        ("{mode: up, to: '0.10'}", Rounding("up", 10)),
        ("{to: '1'}", Rounding("down", 100)),
    ],
)
def test_a_rule_rounds_as_its_entry_says(declared: str, rounding: Rounding) -> None:
    assert parse_definition(folder=rounded(declared)).tables["fee"].rounding == rounding


def test_a_rule_without_a_word_rounds_down_to_the_smallest_unit() -> None:
    assert parse_definition(folder=real_folder()).tables["fee"].rounding == Rounding("down", 1)


@pytest.mark.parametrize("declared", ["{to: '0'}", "{to: '0.001'}", "{mode: bankers}", "{}"])
def test_what_is_no_rounding_is_refused(declared: str) -> None:
    with pytest.raises(FolderRefused):
        parse_definition(folder=rounded(declared))


def test_a_share_of_money_is_money_of_its_currency() -> None:
    types = ExpressionTypes(real_definition(), {})
    assert list(types.clashes("share(amount('40.00'), 1, 2)", gives="money")) == []
    assert list(types.clashes("share(amount('40.00'), 1, 2) > 5")) != []
    assert list(types.clashes("share(40, 1, 2) > 5")) == []
