"""The offices that may seal, read from a YAML file (`services/shared/seals.yaml`)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from hukumati.core.bilingual import Bilingual
from hukumati.core.glyphs import without_glyph
from hukumati.trust.domain.offices import CODE_PATTERN, LONGEST_NAME, Office, Signatory
from hukumati.trust.errors import OfficesInvalid


def _drawable(text: str) -> str:
    lacking = without_glyph(text)
    if lacking:
        raise ValueError(f"the fonts of documents cannot draw {lacking}")
    return text


Code = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
Printed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_drawable)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Entry):
    ar: Printed
    en: Printed

    def both(self) -> Bilingual:
        return Bilingual(ar=self.ar, en=self.en)


class _Signatory(_Entry):
    name: _Text
    post: _Text


class _Certificate(_Entry):
    organisation: Name
    name: Name


class _Office(_Entry):
    title: _Text
    signatory: _Signatory
    place: _Text
    certificate: _Certificate


_ENTRIES = TypeAdapter(dict[Code, _Office])


class OfficeFile:
    """An OfficeDirectory; the file is read again when it has changed."""

    def __init__(self, *, path: Path) -> None:
        self.path = path

    def list(self) -> Mapping[str, Office]:
        """Return the offices by code, in the order of the file. Raises OfficesInvalid."""
        try:
            changed_at = self.path.stat().st_mtime_ns
        except OSError as error:
            raise OfficesInvalid(f"{self.path} cannot be read: {error.strerror}") from error
        return _read(self.path, changed_at)


@lru_cache(maxsize=4)
def _read(path: Path, _changed_at: int) -> Mapping[str, Office]:
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=_UniqueKeys)  # noqa: S506 — it is a SafeLoader
        entries = _ENTRIES.validate_python(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise OfficesInvalid(f"{path.name} cannot be read: {error}") from error
    except ValidationError as error:
        raise OfficesInvalid(f"{path.name}: {_first_problem(error)}") from error
    _check_providers(path, entries)
    return {code: _office(code, entry) for code, entry in entries.items()}


def _check_providers(path: Path, codes: Iterable[str]) -> None:
    """Check that each office belongs to a body of the `providers.yaml` beside its file."""
    providers = yaml.safe_load(path.with_name("providers.yaml").read_text("utf-8"))
    for code in codes:
        if code.partition(".")[0] not in providers:
            raise OfficesInvalid(f"{path.name}: {code}: there is no such provider in providers.yaml")


class _UniqueKeys(yaml.SafeLoader):
    """Refuses a repeated key: plain YAML would silently drop the first office with the same code."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        names = [key.value for key, _ in node.value]
        repeated = sorted({str(name) for name in names if names.count(name) > 1})
        if repeated:
            raise yaml.constructor.ConstructorError(None, None, f"{repeated[0]} appears twice", node.start_mark)
        mapping: dict[object, object] = super().construct_mapping(node, deep=deep)
        return mapping


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"] if part != "[key]")
    return f"{place}: {problem['msg']}" if place else problem["msg"]


def _office(code: str, entry: _Office) -> Office:
    return Office(
        code=code,
        title=entry.title.both(),
        signatory=Signatory(name=entry.signatory.name.both(), post=entry.signatory.post.both()),
        place=entry.place.both(),
        organisation=entry.certificate.organisation,
        common_name=entry.certificate.name,
    )
