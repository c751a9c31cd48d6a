"""A part is entered by its door: outside of it only `api` and `events` are imported (and `http` by the project)."""

import grimp

PARTS = {
    "cases", "studio", "catalogue", "service_language", "documents", "payments", "interoperability", "identity",
    "trust", "notifications",
}  # fmt: skip
DOORS = {"api", "events"}
FOR_THE_PROJECT = {"http"}
"""The project mounts what a part speaks itself: its protocol endpoints."""


def part_of(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


def is_lent(importer: str, inside: list[str]) -> bool:
    """A part's tests lend what they prepare (samples, a register's edge), never a test, to the tests of other parts."""
    return ".tests." in importer and inside[0] == "tests" and not inside[-1].startswith("test_")


def is_allowed(importer: str, imported: str) -> bool:
    inside = imported.split(".")[2:]
    if not inside or inside[0] in DOORS or is_lent(importer, inside):
        return True
    return part_of(importer) == "project" and inside[0] in FOR_THE_PROJECT


def test_nothing_but_the_doors_of_a_part_is_imported_from_outside() -> None:
    graph = grimp.build_graph("hukumati", cache_dir=None)
    trespasses = [
        f"{importer} → {imported}"
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if part_of(imported) in PARTS and part_of(importer) != part_of(imported) and not is_allowed(importer, imported)
    ]
    assert trespasses == []


def test_no_part_uses_signals_or_anothers_models() -> None:
    graph = grimp.build_graph("hukumati", include_external_packages=True, cache_dir=None)
    external = graph.modules
    assert "django.dispatch" not in external
    importers = graph.find_modules_that_directly_import("django") if "django" in external else set()
    assert importers, "the graph must see Django, or this test proves nothing"
