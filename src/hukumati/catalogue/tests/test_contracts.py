"""What the checks know of a register's answer from its JSON Schema."""

from hukumati.catalogue.checks.contracts import APPLICANTS_ID_NUMBER, RegisterContract
from hukumati.catalogue.folder.schema_nodes import SchemaNode

MONEY: SchemaNode = {"properties": {"amount": {"type": "string"}, "currency": {"enum": ["ILS", "JOD"]}}}
SCHEMA = SchemaNode(
    {
        "type": "object",
        "properties": {
            "alive": {"type": "boolean"},
            "number": {"type": "string", "pattern": "^[0-9]{9}$"},
            "born_on": {"type": "string", "format": "date"},
            "died_on": {"type": ["string", "null"], "format": "date"},
            "kind": {"enum": ["a", "b"]},
            "fixed": {"const": 7},
            "count": {"type": "integer"},
            "share": {"type": "number"},
            "owner": {"anyOf": [{"type": "null"}, {"$ref": "#/properties/person"}]},
            "person": {"type": "object", "properties": {"name": {"type": "string"}}},
            "due": MONEY,
            "cars": {"type": "array", "items": {"$ref": "#/properties/person"}},
            "codes": {"type": "array", "items": {"type": "string"}},
            "loose": {"type": "array"},
        },
    }
)
CONTRACT = RegisterContract("moi.test", SCHEMA)


def samples(name: str) -> list[object]:
    return list(CONTRACT.samples(CONTRACT.element((name,))))


def test_elements_are_found_through_references_and_alternatives() -> None:
    assert CONTRACT.element(("owner", "name")) == {"type": "string"}
    assert CONTRACT.element(("owner", "age")) is None
    assert CONTRACT.element(("nothing", "name")) is None
    assert CONTRACT.elements(("owner",)) == ("name",)
    assert CONTRACT.elements(("nothing",)) == ()
    assert CONTRACT.elements()[0] == "alive"
    assert CONTRACT.elements((), MONEY) == ("amount", "currency")


def test_only_a_list_of_entries_has_entries() -> None:
    assert CONTRACT.items(("cars",)) == SCHEMA["properties"]["person"]
    assert CONTRACT.items(("codes",)) is None
    assert CONTRACT.items(("loose",)) is None
    assert CONTRACT.items(("nothing",)) is None
    assert CONTRACT.items(()) is None


def test_samples_try_every_word_and_both_booleans() -> None:
    assert samples("alive") == [True, False]
    assert samples("kind") == ["a", "b"]
    assert samples("fixed") == [7]
    assert samples("count") == [0, 1, 100]
    assert samples("share") == [0.5]
    assert samples("number") == [APPLICANTS_ID_NUMBER]
    assert samples("born_on") == ["1990-05-12"]
    assert samples("died_on") == ["1990-05-12", None]
    assert samples("due") == [{"amount": "250.00", "currency": "ILS"}, {"amount": "0.00", "currency": "ILS"}]
    assert samples("cars") == [[], [{"name": "x"}]]
    assert samples("codes") == [[], ["x"]]
    assert samples("loose") == [[], []]
    assert list(CONTRACT.samples(SCHEMA["properties"]["owner"])) == [None, {"name": "x"}]
    assert list(CONTRACT.samples({})) == ["x"]
    whole = next(CONTRACT.samples())
    assert isinstance(whole, dict)
    assert whole.keys() == SCHEMA["properties"].keys()
