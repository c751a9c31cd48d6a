"""Mutants are real changes, drawn anew by each seed and the same by the same one."""

import ast

import pytest
from cosmic_ray.mutating import mutate_code

from hukumati.project.config import REPOSITORY
from tests.mutants.__main__ import report
from tests.mutants.operators import operators
from tests.mutants.sampling import ROOMS, files_of, sample
from tests.mutants.trial import Verdict

PARTS = ["notifications", "trust"]


@pytest.mark.parametrize("name", sorted(operators()))
def test_each_operator_changes_its_own_examples(name: str) -> None:
    operator = operators()[name]
    for example in operator.examples():
        changed = mutate_code(example.pre_mutation_code, operator(), example.occurrence)
        assert ast.dump(ast.parse(changed)) == ast.dump(ast.parse(example.post_mutation_code))


def test_a_seed_draws_the_same_sample_again_and_another_one_another() -> None:
    first = sample(root=REPOSITORY, size=20, seed=1, parts=PARTS)
    assert first == sample(root=REPOSITORY, size=20, seed=1, parts=PARTS)
    assert first != sample(root=REPOSITORY, size=20, seed=2, parts=PARTS)


def test_every_mutant_is_valid_python_and_differs() -> None:
    for mutant in sample(root=REPOSITORY, size=40, seed=3, parts=PARTS):
        changed = mutant.source(REPOSITORY)
        ast.parse(changed)
        assert changed != (REPOSITORY / mutant.path).read_text("utf-8")


@pytest.mark.parametrize("part", sorted(ROOMS))
def test_every_part_has_rules_to_change(part: str) -> None:
    assert files_of(part, REPOSITORY)


def test_the_report_counts_survivors_and_names_them() -> None:
    first, second, third = sample(root=REPOSITORY, size=3, seed=1, parts=["trust"])
    text = report([Verdict(first, "killed", 1), Verdict(second, "timeout", 1), Verdict(third, "survived", 1)])
    assert "67%" in text
    assert text.endswith(f"survivors:\n{third}")
