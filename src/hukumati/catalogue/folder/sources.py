"""The files of a folder, decoded and checked against their schemas, before they are parsed into a definition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from hukumati.catalogue.folder.answer_entries import AnswerEntry
from hukumati.catalogue.folder.csv_parser import CsvFile, read_csv
from hukumati.catalogue.folder.entries import (
    CalendarEntry,
    DocumentEntry,
    FlowEntry,
    FormEntry,
    MessageEntry,
    MigrationEntry,
    Names,
    PersonEntry,
    ProviderEntry,
    RequestEntry,
    ScenarioEntry,
    ServiceEntry,
)
from hukumati.catalogue.folder.errors import FolderRefused, Mistake
from hukumati.catalogue.folder.files import SHARED, Folder
from hukumati.catalogue.folder.schema import schema_mistakes
from hukumati.catalogue.folder.yaml_parser import YamlFile, read_yaml

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Sources:
    """Every file by the name that other files use for it."""

    name: str
    service: YamlFile[ServiceEntry]
    form: YamlFile[FormEntry]
    flow: YamlFile[FlowEntry]
    ar: YamlFile[Names]
    en: YamlFile[Names]
    providers: YamlFile[dict[str, ProviderEntry]]
    people: YamlFile[dict[str, PersonEntry]]
    documents: dict[str, YamlFile[DocumentEntry]]
    messages: dict[str, YamlFile[MessageEntry]]
    scenarios: dict[str, YamlFile[ScenarioEntry]]
    tables: dict[str, CsvFile]
    lists: dict[str, CsvFile]
    places: dict[str, CsvFile]
    templates: dict[str, str]
    guides: dict[str, str]
    answer: YamlFile[AnswerEntry] | None = None
    requests: YamlFile[dict[str, RequestEntry]] | None = None
    calendars: YamlFile[dict[str, CalendarEntry]] | None = None
    migrate: YamlFile[MigrationEntry] | None = None


COLUMNS_OF_PLACES = {"offices": ("code", "provider", "ar", "en"), "post_offices": ("code", "ar", "en")}
REQUIRED_FILES = {
    "service": "service.yaml",
    "ar": "text/ar.yaml",
    "en": "text/en.yaml",
    "providers": f"{SHARED}/providers.yaml",
    "people": f"{SHARED}/people.yaml",
}
FILES_OF_APPLICATIONS = {"form": "form.yaml", "flow": "flow.yaml"}
FILES_OF_APPLICATIONS_ALONE = {"flow": "flow.yaml", "requests": "requests.yaml", "migrate": "migrate.yaml"}
FILES_OF_ENQUIRIES = {"answer": "answer.yaml"}
EMPTY_FILES: dict[str, YamlFile[Any]] = {
    "form": YamlFile(file="form.yaml", value={"pages": []}, lines={}),
    "flow": YamlFile(file="flow.yaml", value={"start": "", "states": {}}, lines={}),
}
"""What stands for the files that an enquiry may do without: nothing is asked, and no case goes its way."""
OPTIONAL_FILES = {"migrate": "migrate.yaml", "requests": "requests.yaml", "calendars": f"{SHARED}/calendars.yaml"}
SCHEMAS = {"ar": "text", "en": "text"}
KNOWN_PLACES = [
    "service.yaml",
    "form.yaml",
    "flow.yaml",
    "answer.yaml",
    "CHANGELOG.md",
    "README.md",
    "migrate.yaml",
    "requests.yaml",
    "text/ar.yaml",
    "text/en.yaml",
    "guide/ar.md",
    "guide/en.md",
]
KNOWN_KINDS = {
    "rules": (".csv",),
    "lists": (".csv",),
    "documents": (".yaml", ".typ"),
    "messages": (".yaml",),
    "tests": (".yaml",),
    SHARED: (".yaml", ".csv"),
}


def read_sources(folder: Folder) -> tuple[Sources, tuple[Mistake, ...]]:
    """Read every file of the folder, past the mistakes of form, and return these too.

    Raises FolderRefused with all of them where a file cannot be read.
    """
    reader = _SourceReader(folder)
    return reader.sources(), tuple(reader.mistakes)


class _SourceReader:
    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.mistakes: list[Mistake] = _unknown_files(folder)
        self.is_readable = True

    def sources(self) -> Sources:
        one = {name: self.yaml(path, SCHEMAS.get(name, name)) for name, path in REQUIRED_FILES.items()}
        one |= self.files_of_kind(is_enquiry=one["service"].value.get("kind") == "enquiry")
        found = Sources(
            name=self.folder.name,
            **one,
            **{name: self.yaml(path, name) for name, path in OPTIONAL_FILES.items() if path in self.folder.files},
            documents=self.many("documents", "document"),
            messages=self.many("messages", "message"),
            scenarios=self.many("tests", "scenario"),
            tables=self.csvs("rules"),
            lists=self.csvs("lists"),
            places={name: self.list_of_places(name, columns) for name, columns in COLUMNS_OF_PLACES.items()},
            templates={name.split("/")[1]: self.text(name) for name in self.folder.under("documents", ".typ")},
            guides={language: self.text(f"guide/{language}.md") for language in ("ar", "en")},
        )
        for path in ("CHANGELOG.md", "README.md"):
            if path in self.folder.files:
                self.text(path)
        if not self.is_readable:
            raise FolderRefused(self.mistakes)
        return found

    def list_of_places(self, name: str, columns: Sequence[str]) -> CsvFile:
        """Read a list of places; a column that it lacks is told once, and empty in every row."""
        path = f"{SHARED}/{name}.csv"
        source = self.csv(path)
        missing = [each for each in columns if each not in source.header] if source.header else []
        if missing:
            problem = f"the list lacks the column {', '.join(missing)}"
            remedy = f"It has the columns {', '.join(columns)}."
            self.mistakes.append(Mistake(path, 1, "list.column", problem, remedy))
        empty = dict.fromkeys(columns, "")
        return replace(source, rows=tuple({**empty, **cells} for cells in source.rows))

    def files_of_kind(self, *, is_enquiry: bool) -> dict[str, YamlFile[Any]]:
        """Read what an application or an enquiry consists of; an enquiry may ask something first."""
        wanted, others = FILES_OF_ENQUIRIES, FILES_OF_APPLICATIONS_ALONE
        if not is_enquiry:
            wanted, others = FILES_OF_APPLICATIONS, FILES_OF_ENQUIRIES
        for path in sorted(set(others.values()) & set(self.folder.files)):
            problem = "an enquiry has no such file" if is_enquiry else "only an enquiry has such a file"
            self.mistakes.append(Mistake(path, 1, "file.kind", problem, "Delete it, or correct `kind`."))
        if is_enquiry and "form.yaml" in self.folder.files:
            wanted = {**wanted, "form": "form.yaml"}
        return {**(EMPTY_FILES if is_enquiry else {}), **{name: self.yaml(path, name) for name, path in wanted.items()}}

    def many(self, directory: str, schema: str) -> dict[str, YamlFile[Any]]:
        paths = self.folder.under(directory, ".yaml")
        return {_stem(path): self.yaml(path, schema) for path in paths}

    def csvs(self, directory: str) -> dict[str, CsvFile]:
        return {_stem(path): self.csv(path) for path in self.folder.under(directory, ".csv")}

    def yaml(self, path: str, schema: str) -> YamlFile[Any]:
        nothing: YamlFile[Any] = YamlFile(file=path, value={}, lines={})
        source = self._read(path, read_yaml, nothing)
        if source is not nothing:
            self.mistakes += schema_mistakes(name=schema, source=source)
        return source

    def csv(self, path: str) -> CsvFile:
        return self._read(path, read_csv, CsvFile(file=path, header=(), rows=(), lines=()))

    def text(self, path: str) -> str:
        return self._read(path, _read_text, "")

    def _read(self, path: str, reader: Callable[..., Content], nothing: Content) -> Content:
        if path not in self.folder.files:
            self.mistakes.append(Mistake(path, 1, "file.missing", "the file is missing", f"Add {path}."))
            self.is_readable = False
            return nothing
        try:
            return reader(file=path, data=self.folder.files[path], mistakes=self.mistakes)
        except FolderRefused as refused:
            self.mistakes += refused.mistakes
            self.is_readable = False
            return nothing


def _read_text(*, file: str, data: bytes, mistakes: list[Mistake]) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        mistake = Mistake(file, line, "file.encoding", "the file is not UTF-8 text", "Save it again as UTF-8.")
        raise FolderRefused([mistake]) from None


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[1].rsplit(".", 1)[0]


def _unknown_files(folder: Folder) -> list[Mistake]:
    return [
        Mistake(
            path, 1, "file.unknown", "this file belongs to no known place", "Move it where it belongs, or delete it."
        )
        for path in sorted(folder.files)
        if not is_known_path(path)
    ]


def is_known_path(path: str) -> bool:
    """Return whether a service folder has a place for a file of this path."""
    if path in KNOWN_PLACES:
        return True
    directory, _, name = path.partition("/")
    return "/" not in name and name.endswith(KNOWN_KINDS.get(directory, ("\0",)))
