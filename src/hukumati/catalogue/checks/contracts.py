"""Register contracts as the checks need them: what a register answers (JSON Schema), and which concepts that means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from hukumati.catalogue.folder.schema_nodes import SchemaNode, follow


@dataclass(frozen=True, slots=True)
class RegisterContract:
    """`concepts` maps elements of the answer (`born_on`) to the dictionary's concepts (`person.birth_date`).

    `parameters` are what the register is asked with besides the person's number.
    """

    id: str
    schema: SchemaNode
    concepts: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()

    def element(self, path: tuple[str, ...], schema: SchemaNode | None = None) -> SchemaNode | None:
        """Return the schema of one element of the answer or of its part `schema`, None where there is none."""
        found: SchemaNode | None = self._shape(self.schema if schema is None else schema)
        for step in path:
            found = self._shape(found.get("properties", {}).get(step)) if found is not None else None
        return found

    def elements(self, path: tuple[str, ...] = (), schema: SchemaNode | None = None) -> tuple[str, ...]:
        """List the names of an element's own elements."""
        element = self.element(path, schema)
        return tuple(element.get("properties", {})) if element is not None else ()

    def items(self, path: tuple[str, ...]) -> SchemaNode | None:
        """Return the schema of the entries of a list of entries, None where the element is none."""
        element = self.element(path)
        items = self._shape(element.get("items")) if element is not None and path else None
        return items if items is not None and "properties" in items else None

    def _shape(self, schema: SchemaNode | None) -> SchemaNode | None:
        """Follow a local `$ref`, and of alternatives take the one that is more than null."""
        plain = self._resolve(schema)
        if plain is None:
            return None
        alternatives = [self._resolve(each) or {} for each in plain.get("anyOf", plain.get("oneOf", []))]
        return next((each for each in alternatives if each.get("type") != "null"), plain)

    def _resolve(self, schema: SchemaNode | None) -> SchemaNode | None:
        if schema is None or "$ref" not in schema:
            return schema
        return self._resolve(follow(self.schema, schema["$ref"]))

    def samples(self, schema: SchemaNode | None = None) -> Iterator[object]:
        """Return typical values of an element: both booleans, every listed word, one of everything else."""
        plain = self._resolve(self.schema if schema is None else schema) or {}
        alternatives = plain.get("anyOf", plain.get("oneOf"))
        if alternatives is not None:
            for each in alternatives:
                yield from self.samples(each)
        elif "enum" in plain:
            yield from plain["enum"]
        elif "const" in plain:
            yield plain["const"]
        else:
            kinds = plain.get("type", "object" if "properties" in plain else "string")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                yield from self._samples_of_kind(kind, plain)

    def _samples_of_kind(self, kind: str, schema: SchemaNode) -> Iterator[object]:
        parts = schema.get("properties", {})
        if kind == "object" and parts.keys() == {"amount", "currency"}:
            currency = next(self.samples(parts["currency"]))
            yield from ({"amount": amount, "currency": currency} for amount in ("250.00", "0.00"))
        elif kind == "object":
            yield {name: next(self.samples(part)) for name, part in parts.items()}
        elif kind == "array":
            yield []
            yield [next(self.samples(schema["items"]))] if "items" in schema else []
        elif kind == "string" and schema.get("pattern") == _ID_NUMBER:
            yield APPLICANTS_ID_NUMBER  # so that a register may speak of the applicant
        else:
            yield from _SIMPLE.get(kind, ["x"]) if schema.get("format") != "date" or kind == "null" else [SAMPLE_DAY]


_ID_NUMBER: Final = "^[0-9]{9}$"
SAMPLE_DAY: Final = "1990-05-12"
APPLICANTS_ID_NUMBER: Final = "400000006"
OTHERS_ID_NUMBER: Final = "401234562"
_SIMPLE: Final[dict[str, list[object]]] = {
    "boolean": [True, False], "integer": [0, 1, 100], "number": [0.5], "null": [None], "string": ["x"],
}  # fmt: skip
