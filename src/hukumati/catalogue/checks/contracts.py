"""Register contracts as the checks need them: what a register answers (JSON Schema), and which concepts that means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RegisterContract:
    """`concepts` maps elements of the answer (`born_on`) to the dictionary's concepts (`person.birth_date`).

    `parameters` are what the register is asked with besides the person's number.
    """

    id: str
    schema: Schema
    concepts: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()

    def element(self, path: tuple[str, ...], schema: Schema | None = None) -> Schema | None:
        """Return the schema of one element of the answer or of its part `schema`, None where there is none."""
        found: Schema | None = self._shape(self.schema if schema is None else schema)
        for step in path:
            found = self._shape(found.get("properties", {}).get(step)) if found is not None else None
        return found

    def elements(self, path: tuple[str, ...] = (), schema: Schema | None = None) -> tuple[str, ...]:
        """List what an element holds."""
        return tuple((self.element(path, schema) or {}).get("properties", {}))

    def items(self, path: tuple[str, ...]) -> Schema | None:
        """Return the schema of the entries of a list of entries, None where the element is none."""
        element = self.element(path)
        items = self._shape(element.get("items")) if element is not None and path else None
        return items if items is not None and "properties" in items else None

    def _shape(self, schema: Schema | None) -> Schema | None:
        """Follow a local `$ref`, and of alternatives take the one that is more than null."""
        plain = self._plain(schema)
        if plain is None:
            return None
        several = [self._plain(each) or {} for each in plain.get("anyOf", plain.get("oneOf", ()))]
        return next((each for each in several if each.get("type") != "null"), plain)

    def _plain(self, schema: Schema | None) -> Schema | None:
        if schema is None or "$ref" not in schema:
            return schema
        found: Any = self.schema
        for step in str(schema["$ref"]).removeprefix("#/").split("/"):
            found = found[step]
        return self._plain(found)

    def samples(self, schema: Schema | None = None) -> Iterator[Any]:
        """Return typical values of an element: both booleans, every listed word, one of everything else."""
        plain = self._plain(self.schema if schema is None else schema) or {}
        several = plain.get("anyOf", plain.get("oneOf"))
        if several is not None:
            for each in several:
                yield from self.samples(each)
        elif "enum" in plain:
            yield from plain["enum"]
        elif "const" in plain:
            yield plain["const"]
        else:
            kinds = plain.get("type", "object" if "properties" in plain else "string")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                yield from self._of_kind(kind, plain)

    def _of_kind(self, kind: str, schema: Schema) -> Iterator[Any]:
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
            yield from _SIMPLE.get(kind, ["x"]) if schema.get("format") != "date" or kind == "null" else ["1990-05-12"]


_ID_NUMBER = "^[0-9]{9}$"
APPLICANTS_ID_NUMBER = "400000006"
_SIMPLE: dict[str, list[Any]] = {
    "boolean": [True, False], "integer": [0, 1, 100], "number": [0.5], "null": [None], "string": ["x"],
}  # fmt: skip
