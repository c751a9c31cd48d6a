"""Register contracts as the checks need them: what a register answers (JSON Schema), and which concepts that means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RegisterContract:
    """`concepts` maps elements of the answer (`born_on`) to the dictionary's concepts (`person.birth_date`).

    `parameters` are what the register is asked with besides the person's number.
    """

    id: str
    schema: Mapping[str, Any]
    concepts: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()

    def element(self, path: tuple[str, ...]) -> Mapping[str, Any] | None:
        """This will give the schema of one element, None where the answer has no such element."""
        found: Mapping[str, Any] | None = self._plain(self.schema)
        for step in path:
            found = self._plain(found.get("properties", {}).get(step)) if found is not None else None
        return found

    def elements(self, path: tuple[str, ...] = ()) -> tuple[str, ...]:
        """This will list what an element holds."""
        return tuple((self.element(path) or {}).get("properties", {}))

    def _plain(self, schema: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        """This will follow a local `$ref`."""
        if schema is None or "$ref" not in schema:
            return schema
        found: Any = self.schema
        for step in str(schema["$ref"]).removeprefix("#/").split("/"):
            found = found[step]
        return self._plain(found)

    def samples(self, schema: Mapping[str, Any] | None = None) -> Iterator[Any]:
        """This will give typical values of an element: both booleans, every listed word, one of everything else."""
        plain = self._plain(self.schema if schema is None else schema) or {}
        if "enum" in plain:
            yield from plain["enum"]
            return
        if "const" in plain:
            yield plain["const"]
            return
        kinds = plain.get("type", "string")
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            yield from self._of_kind(kind, plain)

    def _of_kind(self, kind: str, schema: Mapping[str, Any]) -> Iterator[Any]:
        if kind == "object":
            yield {name: next(self.samples(part)) for name, part in schema.get("properties", {}).items()}
        elif kind == "array":
            yield []
            yield [next(self.samples(schema["items"]))] if "items" in schema else []
        else:
            yield from _SIMPLE.get(kind, ["x"]) if schema.get("format") != "date" or kind == "null" else ["1990-05-12"]


_SIMPLE: dict[str, list[Any]] = {
    "boolean": [True, False], "integer": [0, 1, 100], "number": [0.5], "null": [None], "string": ["x"],
}  # fmt: skip
