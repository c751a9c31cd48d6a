"""A part is entered by its door: outside of it only `api` and `events` are imported (and `http` by the project)."""

from collections.abc import Iterator
from typing import Final

import grimp
import pytest

from tests.architecture.house import import_graph, with_import

PARTS: Final = frozenset({
    "cases", "studio", "catalogue", "service_language", "documents", "payments", "interoperability", "identity",
    "trust", "notifications", "enquiries",
})  # fmt: skip
DOORS: Final = frozenset({"api", "events"})
FOR_THE_PROJECT: Final = frozenset({"http"})
"""The project mounts what a part speaks itself: its protocol endpoints."""
OPEN_TO_ALL: Final = frozenset({"core"})
"""What every part needs has no door: its modules are the vocabulary of the house."""
ENTERED_BY_NOBODY: Final = frozenset({"web", "project", "manage"})


def part_of(module: str) -> str:
    """Return the part of a module of the platform: "payments" of "hukumati.payments.api"; "" of anything else."""
    root, _, rest = module.partition(".")
    return rest.partition(".")[0] if root == "hukumati" else ""


def is_shared_by_tests(importer: str, inside: list[str]) -> bool:
    """Return whether tests of one part use what another part's tests prepare (samples, a fake edge), never a test."""
    return ".tests." in importer and inside[0] == "tests" and not inside[-1].startswith("test_")


def is_allowed(importer: str, imported: str) -> bool:
    """Return whether a module may import one of another part."""
    inside = imported.split(".")[2:]
    if not inside or inside[0] in DOORS or is_shared_by_tests(importer, inside):
        return True
    return part_of(importer) == "project" and inside[0] in FOR_THE_PROJECT


def trespasses(graph: grimp.ImportGraph) -> Iterator[str]:
    """Find the imports that enter a part other than by its door."""
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            is_foreign = part_of(imported) in PARTS and part_of(importer) != part_of(imported)
            if is_foreign and not is_allowed(importer, imported):
                yield f"{importer} → {imported}"


def test_nothing_but_the_doors_of_a_part_is_imported_from_outside() -> None:
    assert sorted(trespasses(import_graph())) == []


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("hukumati.cases.api", "hukumati.payments.models"),
        ("hukumati.web.portal.paying", "hukumati.payments.domain.states"),
        ("hukumati.project.settings", "hukumati.trust.domain"),
        ("hukumati.cases.tests.conftest", "hukumati.payments.tests.test_card"),
    ],
)
def test_a_planted_way_past_the_door_is_found(importer: str, imported: str) -> None:
    assert f"{importer} → {imported}" in set(trespasses(with_import(importer, imported)))


def test_every_part_is_under_guard() -> None:
    parts = {part_of(module) for module in import_graph().find_children("hukumati")}
    assert parts == PARTS | OPEN_TO_ALL | ENTERED_BY_NOBODY - {"manage"}
