"""The door of the service language: what a service may say, and what its rules decide. Pure: no files, no clock.

`Definition` is a tree of frozen dataclasses, the same for every case of one version. `FormSession` holds a definition
with one person's answers and registers, and answers every question about them: what is visible, missing, pending,
locked, eligible, due. Conditions raise `ExpressionFailed` when the facts lack what they need.
"""

from hukumati.service_language.actions import (
    CASE_ACTIONS,
    LABELLED_ACTIONS,
    RESERVED_ACTIONS,
    CaseAction,
    is_official_action,
    performers_of,
)
from hukumati.service_language.answers import ANSWER_READERS, limits
from hukumati.service_language.answers.composite import FOREIGN_LINES, NAME_LANGUAGES, NAME_PARTS
from hukumati.service_language.answers.files import SHA256_PATTERN, UUID_PATTERN
from hukumati.service_language.answers.group_files import (
    KEPT_SUFFIX,
    FileField,
    file_fields,
    file_parts,
    files_asked,
    files_in,
)
from hukumati.service_language.answers.groups import max_entries, posted_entry_count
from hukumati.service_language.answers.measures import parse_time
from hukumati.service_language.answers.raw_answer import posted_values
from hukumati.service_language.calculations import Calculation, Calculations, calculated, expanded
from hukumati.service_language.calls import Call, CallStage, stage_of
from hukumati.service_language.conditional_reveal import RevealingChoice
from hukumati.service_language.consents import PARTY_FACTS, ConsentAsked, party_sources
from hukumati.service_language.day_bounds import day_of, is_day_bound
from hukumati.service_language.declared_answers import Difference
from hukumati.service_language.definition import RUNNING, Definition, Once, Promise, Status
from hukumati.service_language.document_specs import DocumentSpec, NoticeSpec
from hukumati.service_language.durations import Duration
from hukumati.service_language.elements import ELEMENT_BY_TYPE, Concepts, element_of, elements_used
from hukumati.service_language.enquiries import (
    AnswerLayout,
    AnswerTable,
    Column,
    EnquiryAnswer,
    Figure,
    FilledTable,
    NextStep,
    ReadSentence,
    Sentence,
    compose_answer,
    expressions_of,
)
from hukumati.service_language.enquiry_session import EnquiryResult, resolve_enquiry
from hukumati.service_language.expression_tree import Node, SyntaxRefused
from hukumati.service_language.expression_tree import parse as parse_tree
from hukumati.service_language.expressions import (
    PLATFORM_FUNCTIONS,
    Expression,
    ExpressionFailed,
    ExpressionRefused,
    Facts,
    compile_expression,
)
from hukumati.service_language.facts import APPLICANT_FIELDS, FACT_NAMES, LABELLED_TYPES, label_of
from hukumati.service_language.file_types import (
    ALL_FILE_KINDS,
    MAX_FILE_BYTES,
    MAX_FILE_MEGABYTES,
    MEDIA_TYPES,
    MediaType,
    kind_names,
    media_types,
)
from hukumati.service_language.flows import (
    OUTSIDE_ACTIONS,
    Action,
    After,
    Branch,
    Effect,
    Flow,
    Milestone,
    NotPossibleHere,
    OnError,
    Reopen,
    State,
    Work,
)
from hukumati.service_language.form_session import FormSession
from hukumati.service_language.forms import CleanedPage, NoSuchPage, blocking_contracts
from hukumati.service_language.message_specs import MESSAGE_PLACEHOLDERS, MessageSpec, fill_text, placeholders_in
from hukumati.service_language.migration import Migration
from hukumati.service_language.pattern_samples import lengths_of, may_have_check_digits
from hukumati.service_language.patterns import CHECKS, PatternRefused, check_pattern
from hukumati.service_language.pending_answers import depends_on_answer, may_stay_pending
from hukumati.service_language.questions import (
    ENTRY_VARIABLE,
    FILE_TYPES,
    LISTS,
    PERSON_CONTRACT,
    RECORD,
    RECORD_TYPES,
    Choice,
    Form,
    Page,
    Question,
    chosen_records,
    entry_key,
    is_file_answer,
    listed_entries,
)
from hukumati.service_language.register_queries import RegisterQuery, depends_on_answers
from hukumati.service_language.rounding import Rounding
from hukumati.service_language.rules import Eligibility, fee_items, lowest_fee
from hukumati.service_language.sentences import (
    BACK_IN_REVIEW,
    Way,
    is_told,
    is_told_again,
    is_told_by_the_page,
    leads_back,
    sentence_of,
    ways_in,
    ways_of,
)
from hukumati.service_language.serialization import from_json, to_json
from hukumati.service_language.side_requests import (
    AGREED,
    CHECK_REQUEST,
    CONSENT,
    DEFAULT_OUTCOMES,
    NEVER_HELD_BACK,
    OFFICIAL_REQUEST_KINDS,
    VOID,
    Calendar,
    ConsentTerms,
    Place,
    SideRequest,
    any_request_open,
)
from hukumati.service_language.subjects import may_be_nobody, sources_of
from hukumati.service_language.tables import NoRowApplies, Row, SeveralRowsApply, Table, WrongResult
from hukumati.service_language.validation_messages import register_holds_nothing

__all__ = [
    "AGREED",
    "ALL_FILE_KINDS",
    "ANSWER_READERS",
    "APPLICANT_FIELDS",
    "BACK_IN_REVIEW",
    "CASE_ACTIONS",
    "CHECKS",
    "CHECK_REQUEST",
    "CONSENT",
    "DEFAULT_OUTCOMES",
    "ELEMENT_BY_TYPE",
    "ENTRY_VARIABLE",
    "FACT_NAMES",
    "FILE_TYPES",
    "FOREIGN_LINES",
    "KEPT_SUFFIX",
    "LABELLED_ACTIONS",
    "LABELLED_TYPES",
    "LISTS",
    "MAX_FILE_BYTES",
    "MAX_FILE_MEGABYTES",
    "MEDIA_TYPES",
    "MESSAGE_PLACEHOLDERS",
    "NAME_LANGUAGES",
    "NAME_PARTS",
    "NEVER_HELD_BACK",
    "OFFICIAL_REQUEST_KINDS",
    "OUTSIDE_ACTIONS",
    "PARTY_FACTS",
    "PERSON_CONTRACT",
    "PLATFORM_FUNCTIONS",
    "RECORD",
    "RECORD_TYPES",
    "RESERVED_ACTIONS",
    "RUNNING",
    "SHA256_PATTERN",
    "UUID_PATTERN",
    "VOID",
    "Action",
    "After",
    "AnswerLayout",
    "AnswerTable",
    "Branch",
    "Calculation",
    "Calculations",
    "Calendar",
    "Call",
    "CallStage",
    "CaseAction",
    "Choice",
    "CleanedPage",
    "Column",
    "Concepts",
    "ConsentAsked",
    "ConsentTerms",
    "Definition",
    "Difference",
    "DocumentSpec",
    "Duration",
    "Effect",
    "Eligibility",
    "EnquiryAnswer",
    "EnquiryResult",
    "Expression",
    "ExpressionFailed",
    "ExpressionRefused",
    "Facts",
    "Figure",
    "FileField",
    "FilledTable",
    "Flow",
    "Form",
    "FormSession",
    "MediaType",
    "MessageSpec",
    "Migration",
    "Milestone",
    "NextStep",
    "NoRowApplies",
    "NoSuchPage",
    "Node",
    "NotPossibleHere",
    "NoticeSpec",
    "OnError",
    "Once",
    "Page",
    "PatternRefused",
    "Place",
    "Promise",
    "Question",
    "ReadSentence",
    "RegisterQuery",
    "Reopen",
    "RevealingChoice",
    "Rounding",
    "Row",
    "Sentence",
    "SeveralRowsApply",
    "SideRequest",
    "State",
    "Status",
    "SyntaxRefused",
    "Table",
    "Way",
    "Work",
    "WrongResult",
    "any_request_open",
    "blocking_contracts",
    "calculated",
    "check_pattern",
    "chosen_records",
    "compile_expression",
    "compose_answer",
    "day_of",
    "depends_on_answer",
    "depends_on_answers",
    "element_of",
    "elements_used",
    "entry_key",
    "expanded",
    "expressions_of",
    "fee_items",
    "file_fields",
    "file_parts",
    "files_asked",
    "files_in",
    "fill_text",
    "from_json",
    "is_day_bound",
    "is_file_answer",
    "is_official_action",
    "is_told",
    "is_told_again",
    "is_told_by_the_page",
    "kind_names",
    "label_of",
    "leads_back",
    "lengths_of",
    "limits",
    "listed_entries",
    "lowest_fee",
    "max_entries",
    "may_be_nobody",
    "may_have_check_digits",
    "may_stay_pending",
    "media_types",
    "parse_time",
    "parse_tree",
    "party_sources",
    "performers_of",
    "placeholders_in",
    "posted_entry_count",
    "posted_values",
    "register_holds_nothing",
    "resolve_enquiry",
    "sentence_of",
    "sources_of",
    "stage_of",
    "to_json",
    "ways_in",
    "ways_of",
]  # fmt: skip
