"""No list ends without a word: whatever is cut at a named limit, and every query that reads so many rows, has a reason.

A list for people is a page (`core.paging`), or says that there is more, or cannot be longer. A new limit has to be
one of these, and is entered below with its reason.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

import pytest

from hukumati.interoperability.api import list_contracts
from hukumati.service_language.questions import MAX_REGISTER_ENTRIES
from tests.architecture.house import REPOSITORY
from tests.architecture.test_manner import sources

PLATFORM: Final = REPOSITORY / "src" / "hukumati"
_LIMIT: Final = re.compile(r"_?[A-Z][A-Z0-9_]+")
_ROWS: Final = frozenset(
    {"objects", "filter", "exclude", "order_by", "values_list", "values", "select_related", "only"}
)
_SQL: Final = re.compile(r"\bLIMIT\s+(?!1\b)")

NEXT_TURN: Final = "a job: the rest waits for its next turn, minutes later"
LETTERS: Final = "letters of one text, not lines of a list; what people type is refused when it is longer"
BYTES: Final = "a place in bytes or digits"
SAMPLES: Final = "values that a check tries out; nobody reads them as a list"
BOUNDED: Final = "no answer of a register is longer: contracts say `maxItems` (test below)"
ALL_TOLD: Final = "how many there are in all is told beside it, and a link leads to them"

REASONS: Final[dict[tuple[str, str], str]] = {
    ("core/paging.py", "read[:self.size]"): "the page itself, which tells how many lines there are",
    ("core/paging.py", "[:self.size + 1]"): "the page itself, and one line more to know whether there is a next one",
    ("cases/background/erase.py", "_due(now)[:AT_ONCE]"): NEXT_TURN,
    ("cases/background/migrate.py", "[:AT_ONCE]"): NEXT_TURN,
    ("cases/background/run_promises.py", "[:AT_ONCE]"): NEXT_TURN,
    ("cases/background/run_timers.py", "[:AT_ONCE]"): NEXT_TURN,
    ("cases/requests/deadlines.py", "[:AT_ONCE]"): NEXT_TURN,
    ("payments/use_cases/sweep.py", "[:MOST_AT_ONCE]"): NEXT_TURN,
    ("cases/applying/reuse.py", "[:ABOUT]"): "two particulars tell papers apart; the paper itself shows all",
    ("cases/adapters/scanners.py", "[at:at + CHUNK]"): BYTES,
    ("cases/domain/pdf_inspection.py", "[-TAIL:]"): BYTES,
    ("cases/domain/file_inspection.py", "[:LONGEST_NAME]"): "the name of a file, shortened when it is kept",
    ("cases/domain/pdf_streams.py", "[at:at + len(_END) + 2]"): BYTES,
    ("cases/engine/kept_files.py", "[:MAX_FILE_BYTES]"): BYTES,
    ("cases/engine/state_entry.py", "given[:LONGEST_QUEUE]"): "the code of an office, never as long",
    ("cases/officials/holidays.py", "[:LONGEST]"): LETTERS,
    ("cases/officials/inbox_filters.py", "[:LONGEST_SEARCH]"): LETTERS,
    ("catalogue/checks/sample_values.py", "[:MOST_LITERALS]"): SAMPLES,
    ("catalogue/folder/reference.py", "[:LONGEST_EXAMPLE]"): "an example of the reference, which ends with an ellipsis",
    ("catalogue/folder/schema.py", "errors[:MAX_MISTAKES]"): "one more line says how many are left out (`schema.more`)",
    ("catalogue/queries.py", "[:LONGEST_QUERY]"): LETTERS,
    ("catalogue/queries.py", "[:MOST_WORDS]"): "words of a search: more words than these find no other service",
    ("catalogue/scaffolding/new_service.py", "[:MOST_COLUMNS]"): "columns of a draft that its analyst completes",
    ("core/encryption.py", "[:_NONCE_BYTES]"): BYTES,
    ("core/glyphs.py", "[:_MOST_TOLD]"): "the first characters that are missing: each has to be replaced anyway",
    ("core/identifiers.py", "[:2 * LONGEST_EMAIL]"): LETTERS,
    ("core/identifiers.py", "[:2 * LONGEST_WEB_ADDRESS]"): LETTERS,
    ("core/references.py", "typed[-_BODY:]"): BYTES,
    ("core/references.py", "typed[:-_BODY]"): BYTES,
    ("core/security_events.py", "[:LONGEST_KIND]"): "a name of the platform's own",
    ("core/typed.py", "[:10 * LONGEST_CODE]"): LETTERS,
    ("core/typed.py", "[:LONGEST_CODE]"): LETTERS,
    ("documents/adapters/raw_pdf.py", "[at:at + _ENTRY_BYTES]"): BYTES,
    ("documents/domain/numbering.py", "[-_DIGITS:]"): BYTES,
    ("documents/domain/numbering.py", "[:-_DIGITS]"): BYTES,
    ("documents/domain/numbering.py", "[:_DIGITS_OF_CONTENT]"): BYTES,
    ("documents/domain/token.py", "[:_COORDINATE]"): BYTES,
    ("documents/use_cases/check.py", "[:_HEADER_WITHIN]"): BYTES,
    ("documents/use_cases/check.py", "[:_SERIALS_TRIED]"): "serials that a file names: what it is, is told by its seal",
    ("identity/adapters/breached_passwords.py", "[:_DIGEST_BYTES]"): BYTES,
    ("identity/adapters/breached_passwords.py", "data[start:start + _DIGEST_BYTES]"): BYTES,
    ("identity/use_cases/backchannel_requests.py", "[:2]"): "two are enough to know that a telephone names nobody",
    ("identity/domain/sms_limits.py", "[:-BLOCK_DIGITS]"): BYTES,
    ("identity/use_cases/unusual_sign_ins.py", "[:COMPARED]"): "sign-ins that a new one is compared with, not shown",
    ("identity/domain/browsers.py", "[:LONGEST_HEADER]"): "a header, of which two words are looked for",
    ("identity/use_cases/accounts.py", "[:AT_ONCE]"): NEXT_TURN,
    ("identity/use_cases/mandate_rechecks.py", "[:AT_ONCE]"): NEXT_TURN,
    ("identity/use_cases/retention.py", "[:BATCH]"): "a batch; the next follows until none is left",
    ("identity/use_cases/client_faults.py", "error[:LONGEST_ERROR]"): "a name of a specification, never as long",
    ("identity/use_cases/client_faults.py", "[:LONGEST_DESCRIPTION]"): "a sentence of the platform's own",
    ("identity/http/received_sms.py", "[:LONGEST_MESSAGE]"): "a text message, of which two words are read",
    (
        "identity/http/cookies.py",
        "[:ACCOUNTS_PER_DEVICE]",
    ): "known accounts: who falls out signs in as on a new device",
    (
        "identity/http/cookies.py",
        "[:max(0, len(others) - MOST_ATTEMPTS + 1)]",
    ): "sign-ins in tabs: the oldest ends",
    ("notifications/encryption.py", "[:_NONCE_BYTES]"): BYTES,
    ("payments/channels/agent_cash/bill_pull.py", "[:MOST_ECHOED]"): LETTERS,
    ("payments/channels/card/start.py", "[:MOST_URL_LETTERS]"): "an address of our own",
    ("project/run/supervisor.py", "[-LAST_LINES:]"): "the end of a log, whose file is named",
    ("service_language/enquiries.py", "[:MAX_REGISTER_ENTRIES]"): BOUNDED,
    ("service_language/questions.py", "[:MAX_REGISTER_ENTRIES]"): BOUNDED,
    ("studio/comparison/phrases.py", "[:LONGEST_VALUE - 1]"): "a value in a comparison, which ends with an ellipsis",
    ("studio/pictures/flow_picture.py", "[:MOST_LABEL_LINES - 1]"): "a label of a drawing, which ends with an ellipsis",
    ("web/portal/consents.py", "page.lines[:MOST_AT_THE_TOP]"): ALL_TOLD,
    (
        "identity/use_cases/account_file.py",
        "sent[:-NOTICES_SHOWN - 1:-1]",
    ): "what was sent last, under a heading that says so",
    ("web/portal/dictionary.py", "[:LONGEST_QUERY]"): LETTERS,
    ("web/portal/services.py", "[:LONGEST_QUERY]"): LETTERS,
    ("cases/officials/inbox.py", "free[:TRIED]"): "a link that is offered or not; the inbox beside it lists all",
    ("web/portal/uploading.py", "sent[:MAX_FILES_AT_ONCE]"): "the page says that the others were not kept",
    ("web/portal/verifying.py", "[:LARGEST_TOKEN]"): BYTES,
    ("web/register_answers.py", "[:MAX_VALUES_ON_LINE]"): "the title of an entry, which unfolds to all its values",
    ("web/sending/changes.py", "[-MOST_LINES:]"): "what happened last, with a link to the page that tells all",
    ("web/sending/changes.py", "[:MOST_LINES]"): "what happened last, with a link to the page that tells all",
    (
        "web/sending/kept_forms.py",
        "[-MOST_OF_A_PERSON:]",
    ): "forms kept for an hour: the oldest is dropped",
    ("web/sending/marks.py", "[:_HALF]"): BYTES,
    ("web/workplace/studio/activity.py", "lines[:MOST_LINES]"): ALL_TOLD,
    (
        "web/workplace/studio/file_editor.py",
        "[:MOST_NUMBERED_LINES]",
    ): "numbers beside a text that is whole",
    ("web/workplace/studio/preview.py", "actions[:MOST_ACTIONS]"): "steps of a preview: more than any flow has states",
}
"""By file and the end of the source text, as `ast.unparse` writes it."""


def limits(source: str) -> Iterator[str]:
    """Find what is cut at a named limit, rows of a query that are cut at all, and SQL that reads so many rows."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.search(node.value):
            yield node.value
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and _is_limit(node.value, node.slice):
            yield ast.unparse(node)


def _is_limit(cut: ast.expr, at: ast.Slice) -> bool:
    if isinstance(at.lower, ast.UnaryOp) and _is_named(at.lower):
        return True
    return at.upper is not None and (_is_named(at.upper) or _is_query(cut))


def _is_named(value: ast.expr) -> bool:
    return any(
        (isinstance(node, ast.Name) and _LIMIT.fullmatch(node.id))
        or (isinstance(node, ast.Attribute) and node.attr == "size")
        for node in ast.walk(value)
    )


def _is_query(value: ast.expr) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr in _ROWS for node in ast.walk(value))


def test_every_limit_has_its_reason() -> None:
    found = [
        (file.relative_to(PLATFORM).as_posix(), limit)
        for file in sources()
        if file.is_relative_to(PLATFORM)
        for limit in limits(file.read_text("utf-8"))
    ]
    explained = {each: [key for key in REASONS if key[0] == each[0] and each[1].endswith(key[1])] for each in found}
    assert [each for each, keys in explained.items() if not keys] == []
    assert set(REASONS) == {key for keys in explained.values() for key in keys}


@pytest.mark.parametrize(
    "source",
    [
        "shown = Case.objects.order_by('id')[:200]",
        "shown = rows.values_list('id')[: AT_MOST]",
        "shown = lines[:MOST]",
        "shown = lines[-MOST_LINES:]",
        "shown = lines[: self.size + 1]",
        "QUERY = 'SELECT id FROM a ORDER BY id LIMIT 50'",
    ],
)
def test_a_limit_is_found(source: str) -> None:
    assert list(limits(source))


def test_what_is_no_limit_is_left_alone() -> None:
    assert (
        list(limits("text = text[:60]\nfirst = lines[:1]\nrest = lines[start:end]\nsql = 'x ORDER BY id LIMIT 1'"))
        == []
    )


def test_no_register_answers_with_more_entries_than_a_question_or_a_table_shows() -> None:
    unbounded = [
        f"{contract.id}: {path}"
        for contract in list_contracts()
        for path, most in _lists(contract.schema)
        if not isinstance(most, int) or most > MAX_REGISTER_ENTRIES
    ]
    assert unbounded == []


def _lists(schema: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(schema, dict):
        if schema.get("type") == "array":
            yield path, schema.get("maxItems")
        for name, part in schema.items():
            yield from _lists(part, f"{path}.{name}")
