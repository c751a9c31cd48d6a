"""Whom an expression may name."""

import pytest

from hukumati.service_language.api import compile_expression, sources_of

NAMES = ("applicant", "child", "whose", "note", "registers")


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("applicant.id_number", {"applicant.id_number"}),
        ("null", set()),
        ("child != null ? child.id_number : null", {"child.id_number"}),
        ("whose == 'child' ? (child != null ? child.id_number : note) : applicant.id_number",
         {"child.id_number", "note", "applicant.id_number"}),
        ("note", {"note"}),
        ("note + ''", {""}),
        ("'900000001'", {""}),
        ("string(applicant.id_number)", {""}),
        ("registers.interior.family.members[0].id_number", {""}),
        ("registers.interior.family.members.filter(_m, _m.id_number == note)[0].id_number", {""}),
        ("(whose == 'child' ? child : applicant).id_number", {""}),
    ],
)  # fmt: skip
def test_the_sources_of_an_expression(text: str, sources: set[str]) -> None:
    assert sources_of(compile_expression(text, NAMES)) == sources
