"""The part of JSON Schema (draft 2020-12) that our schemas and the registers' contracts use."""

from typing import TypedDict, cast

SchemaNode = TypedDict(
    "SchemaNode",
    {
        "$ref": str,
        "title": str,
        "description": str,
        "type": str | list[str],
        "properties": "dict[str, SchemaNode]",
        "required": list[str],
        "additionalProperties": "bool | SchemaNode",
        "items": "SchemaNode",
        "then": "SchemaNode",
        "else": "SchemaNode",
        "oneOf": "list[SchemaNode]",
        "anyOf": "list[SchemaNode]",
        "allOf": "list[SchemaNode]",
        "enum": list[object],
        "const": object,
        "pattern": str,
        "format": str,
    },
    total=False,
)


def follow(root: SchemaNode, reference: str) -> SchemaNode:
    """Return the node to which a local reference such as "#/$defs/money" leads. Raises KeyError."""
    found: object = root
    for step in reference.removeprefix("#/").split("/"):
        if not isinstance(found, dict):
            raise KeyError(reference)
        found = found[step]
    return cast(SchemaNode, found)
