"""The door of the studio: how a provider's analysts write its services, and publish them two by two.

DraftError
├── NoSuchDraft      404  no such draft or file, or another provider's
├── DraftMovedOn     409  somebody was faster (present)
├── DraftClosed      409  in review, published or discarded
├── BaseMovedOn      409  another version was published since
├── OwnDraft         403  who wrote it does not publish it
├── DraftNotSound    422  it holds mistakes
├── NothingChanged   422  it is as the version it began from
├── FeeIsExample     422  no official fee outside the demonstration
└── FileRefused      422  a file or archive cannot be taken (reason, name)
"""

from hukumati.catalogue.api import Mistake, PublishedVersion, ScenarioResult, SimulatedEnquiry, Simulation
from hukumati.studio.comparison.files import FileDifference, Line, compare_files
from hukumati.studio.comparison.phrases import Area, Change
from hukumati.studio.comparison.versions import compare
from hukumati.studio.drafts.archive import MAX_ARCHIVE_BYTES, read_zip, write_zip
from hukumati.studio.drafts.check import check_draft, list_scenarios
from hukumati.studio.drafts.create import create_draft, open_draft
from hukumati.studio.drafts.diagnostic_translation import TranslatedDiagnostic, translate_diagnostic, translate_sentence
from hukumati.studio.drafts.edit import get_base_texts, get_draft, get_texts, remove_file, replace_files, save_file
from hukumati.studio.drafts.preview import Scenario, simulate, simulate_enquiry
from hukumati.studio.drafts.queries import (
    get_own_service,
    get_version_texts,
    list_activity,
    list_new_drafts,
    list_own_services,
    list_versions,
)
from hukumati.studio.drafts.rebase import RebaseResult, rebase_draft
from hukumati.studio.drafts.review import discard_draft, publish_draft, send_back, send_to_review, take_back
from hukumati.studio.drafts.translations import TextRow, read_csv_sheet, read_sheet, write_csv, write_texts
from hukumati.studio.drafts.views import Analyst, Checked, DraftView, FileView, NewDraft, StudioService
from hukumati.studio.errors import (
    BaseMovedOn,
    DraftClosed,
    DraftError,
    DraftMovedOn,
    DraftNotSound,
    FeeIsExample,
    FileRefused,
    NoSuchDraft,
    NothingChanged,
    OwnDraft,
)
from hukumati.studio.pictures.edges import Edge, outgoing_edges
from hukumati.studio.pictures.flow_picture import Picture, PictureText, draw_flow

__all__ = [
    "MAX_ARCHIVE_BYTES",
    "Analyst",
    "Area",
    "BaseMovedOn",
    "Change",
    "Checked",
    "DraftClosed",
    "DraftError",
    "DraftMovedOn",
    "DraftNotSound",
    "DraftView",
    "Edge",
    "FeeIsExample",
    "FileDifference",
    "FileRefused",
    "FileView",
    "Line",
    "Mistake",
    "NewDraft",
    "NoSuchDraft",
    "NothingChanged",
    "OwnDraft",
    "Picture",
    "PictureText",
    "PublishedVersion",
    "RebaseResult",
    "Scenario",
    "ScenarioResult",
    "SimulatedEnquiry",
    "Simulation",
    "StudioService",
    "TextRow",
    "TranslatedDiagnostic",
    "check_draft",
    "compare",
    "compare_files",
    "create_draft",
    "discard_draft",
    "draw_flow",
    "get_base_texts",
    "get_draft",
    "get_own_service",
    "get_texts",
    "get_version_texts",
    "list_activity",
    "list_new_drafts",
    "list_own_services",
    "list_scenarios",
    "list_versions",
    "open_draft",
    "outgoing_edges",
    "publish_draft",
    "read_csv_sheet",
    "read_sheet",
    "read_zip",
    "rebase_draft",
    "remove_file",
    "replace_files",
    "save_file",
    "send_back",
    "send_to_review",
    "simulate",
    "simulate_enquiry",
    "take_back",
    "translate_diagnostic",
    "translate_sentence",
    "write_csv",
    "write_texts",
    "write_zip",
]  # fmt: skip
