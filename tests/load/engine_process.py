"""Run by `engine`: a Django process beside the platform that measures the engine and prints what it found as JSON."""

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

SERVICE: Final = "moj/non-conviction-certificate"
WARM_UP: Final = 10
LOOKS: Final = 300
VARIANTS: Final = 500
NOW: Final = datetime.now(UTC)


def main(few: int, many: int, rounds: int) -> None:
    """Print one JSON object: samples in milliseconds, and a few numbers."""
    import django

    django.setup()
    found: dict[str, Any] = {"memory": _memory(), "publish": _publish(), **_act(rounds)}
    found["few_cases"] = _grow(few)
    _keep_few()
    began = time.monotonic()
    found["many_cases"] = _grow(many)
    found["growing_seconds"] = time.monotonic() - began
    found["looks"] = _looks()
    print(json.dumps(found))


def _memory() -> dict[str, float]:
    """What 500 services weigh in a process: their definitions, opened from the JSON that a version keeps."""
    from hukumati.catalogue.api import parse_definition, read_folder
    from hukumati.project.config import REPOSITORY
    from hukumati.service_language.api import from_json, to_json

    definition = parse_definition(folder=read_folder(path=REPOSITORY / "services" / SERVICE))
    written = json.dumps(to_json(definition=definition), ensure_ascii=False)
    before, kept = _resident(), []
    for number in range(VARIANTS):
        kept.append(from_json(compiled=json.loads(written.replace("MOJ-NCC", f"MOJ-{number:03}"))))
    grown = _resident() - before
    assert len({each.code for each in kept}) == VARIANTS
    return {"megabytes": grown, "written": VARIANTS * len(written.encode()) / 1e6}


def _resident() -> float:
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


def _publish() -> dict[str, list[float]]:
    """Publishing a folder whose files changed, against checking the same folder."""
    import shutil

    from hukumati.catalogue.api import check_service_folder, publish_folder, read_folder
    from hukumati.project.config import REPOSITORY

    times: dict[str, list[float]] = {"publish": [], "check": []}
    with TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(REPOSITORY / "services" / "shared", root / "shared")
        path = root / SERVICE
        shutil.copytree(REPOSITORY / "services" / SERVICE, path)
        for number in range(5):
            (path / "CHANGELOG.md").write_text(f"## {number}\n")
            publish = partial(publish_folder, path=path, by="bench", now=NOW, examples_allowed=True)
            times["publish"] += _once(publish)
            times["check"] += _once(lambda: check_service_folder(folder=read_folder(path=path)))
    return times


def _once(work: Callable[[], Any]) -> list[float]:
    began = time.perf_counter()
    work()
    return [1000 * (time.perf_counter() - began)]


def _act(rounds: int) -> dict[str, list[float]]:
    """One action that moves a case, against a bare update of a locked row; in turns, each with its own commit."""
    from django.db import connection, transaction

    from hukumati.cases.actors import Actor
    from hukumati.cases.engine.act import act
    from hukumati.cases.models import Case
    from hukumati.core.bilingual import Bilingual

    _grow_cases(rounds + WARM_UP, state="waiting_citizen", prefix="ACT")
    owned = iter(list(Case.objects.filter(state="waiting_citizen").values_list("reference", "applicant_sub")))
    nobody = Bilingual(ar="", en="")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_bare (id int PRIMARY KEY, state text, seq int)")
        cursor.execute("INSERT INTO bench_bare SELECT n, 'x', 0 FROM generate_series(1, 1000) n ON CONFLICT DO NOTHING")
    numbers = iter(range(1, 1000))

    def bare() -> None:
        number = next(numbers)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT state, seq FROM bench_bare WHERE id = %s FOR UPDATE", [number])
            cursor.execute("UPDATE bench_bare SET state = 'y', seq = seq + 1 WHERE id = %s", [number])

    def move() -> None:
        reference, sub = next(owned)
        owner = Actor(kind="citizen", id=sub, name=nobody)
        act(reference=reference, action="answer", actor=owner, data={"answer": "yes"}, now=NOW)

    found: dict[str, list[float]] = {"act": [], "bare": []}
    for number in range(rounds + WARM_UP):
        took = {"act": _once(move), "bare": _once(bare)}
        if number >= WARM_UP:
            for name, sample in took.items():
                found[name] += sample
    assert Case.objects.filter(reference__startswith="ACT-", state="review").count() == rounds + WARM_UP
    return found


def _grow(number: int) -> int:
    """Fill the tables up to so many cases: one of fifty waits for an officer, the rest are closed."""
    from hukumati.cases.models import Case

    while (missing := number - Case.objects.count()) > 0:
        _grow_cases(min(missing, 50_000), state="", prefix="NCC")
    _settle()
    return Case.objects.count()


def _settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("cases_case", "cases_task", "cases_event", "cases_event_payload", "cases_handover"):
            cursor.execute(f"VACUUM ANALYZE {table}")


CASE_CHANGES: Final = {
    "reference": "fresh.reference",
    "applicant_sub": "'bench-' || txid_current() || '-' || fresh.n / 3",
    "state": "fresh.state",
    "milestone": "CASE fresh.state WHEN 'review' THEN 'in_review' WHEN 'done' THEN 'closed' ELSE 'your_turn' END",
    "opened_at": "now() - interval '1 year' * random()",
    "submitted_at": "now() - interval '1 hour' * fresh.n / 100",
    "closed_at": "CASE fresh.state WHEN 'done' THEN now() END",
}
TASK_CHANGES: Final = {"case_id": "made.id", "due_at": "now() + interval '1 minute' * (made.id % 5000)"}
LINKS_SQL: Final = """
INSERT INTO cases_event_payload (case_id, seq, salt, payload)
  SELECT id, seq, '\\x00', '{"answers": {"purpose": "travel"}}' FROM bench_made, generate_series(1, 3) seq;
INSERT INTO cases_event (case_id, seq, action, from_state, to_state, actor, at, payload_digest, prev_hash, hash)
  SELECT id, seq, 'answered', 'checking', state, 'system', now(), '\\x00', '\\x00', '\\x00'
  FROM bench_made, generate_series(1, 3) seq;
"""


def _grow_cases(number: int, *, state: str, prefix: str) -> None:
    """Write cases by SQL, as copies of one that is taken back; without a state, one of fifty is in review."""
    from django.db import connection, transaction

    from hukumati.cases.models import Case, Task
    from hukumati.core.references import new_reference

    references = [new_reference(prefix) for _ in range(number)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bench_fresh (n int, reference text, state text) ON COMMIT DROP")
        with cursor.copy("COPY bench_fresh FROM STDIN") as copy:
            for index, reference in enumerate(references):
                copy.write_row((index, reference, state or ("done" if index % 50 else "review")))
        pattern, task = _patterns()
        cursor.execute("CREATE TEMP TABLE bench_made (id bigint, state text) ON COMMIT DROP")
        copied = _copied(Case, CASE_CHANGES, "bench_fresh fresh", pattern.pk)
        made = f"WITH made AS ({copied} ON CONFLICT DO NOTHING RETURNING id, state)"
        cursor.execute(f"{made} INSERT INTO bench_made SELECT * FROM made")  # noqa: S608 - our names
        cursor.execute(f"{_copied(Task, TASK_CHANGES, 'bench_made made', task.pk)} AND made.state = 'review'")
        cursor.execute(LINKS_SQL)
        task.delete()
        pattern.delete()


def _copied(model: Any, changes: dict[str, str], source: str, pattern: int) -> str:
    """Copy a row for each row of `source`, with some columns worked out anew; the key is the database's."""
    columns = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
    values = ", ".join(changes.get(column, f"pattern.{column}") for column in columns)
    table = model._meta.db_table
    chosen = f"SELECT {values} FROM {source}, {table} pattern WHERE pattern.id = {pattern}"  # noqa: S608 - our names
    return f"INSERT INTO {table} ({', '.join(columns)}) {chosen}"


def _patterns() -> tuple[Any, Any]:
    from hukumati.cases.models import Case, Task
    from hukumati.catalogue import api as catalogue

    parts = {"first": "سناء", "father": "خالد", "grandfather": "عمر", "family": "الحقل"}
    name = {"ar": parts, "en": dict.fromkeys(parts, "Sana")}
    person = {
        "id_number": "400000006", "kind": "citizen", "name": name, "born_on": "1985-04-03", "sex": "female",
        "governorate": "PS-NBS", "alive": True, "died_on": None, "guardians": [],
    }  # fmt: skip
    answers = {
        "name": name, "id_number": "400000006", "born_on": "1985-04-03", "phone": "+970599000101", "purpose": "travel",
        "employer": None, "purpose_detail": None, "collect": {"method": "download", "place": None},
    }  # fmt: skip
    applicant = {
        "id_number": "400000006", "name": {"ar": "سناء الحقل", "en": "Sana Al-Haql"}, "phone": "+970599000101",
        "email": "sana@example.test", "language": "ar",
    }  # fmt: skip
    case = Case.objects.create(
        reference="NCC-PATTERN", service_code="MOJ-NCC", provider="moj", applicant_sub="bench", applicant=applicant,
        version_id=catalogue.get_service(code_or_slug="MOJ-NCC").version_id, state="done", milestone="closed",
        last_seq=3, last_hash=bytes(32), answers=answers, prefill="done", opened_at=NOW, submitted_at=NOW,
        registers={"interior.person": person, "moj.criminal_record": {"clear": True, "judgments": []}},
    )  # fmt: skip
    task = Task.objects.create(
        case=case, seq=3, ministry="moj", provider="moj", role="officer", queue="PS-NBS", opened_at=NOW, due_at=NOW
    )
    return case, task


FEW: Final = "bench_few"


def _keep_few() -> None:
    """Copy the tables of cases as they are now: the few are looked at in turns with the many."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {FEW}")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'cases_%'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"CREATE TABLE {FEW}.{table} (LIKE public.{table} INCLUDING ALL)")
            cursor.execute(f"INSERT INTO {FEW}.{table} SELECT * FROM public.{table}")  # noqa: S608 - our own tables
            cursor.execute(f"VACUUM ANALYZE {FEW}.{table}")


def _looks() -> dict[str, dict[str, list[float]]]:
    """What people look at all day: the inbox, a case found by its number, a citizen's own cases, one of them."""
    from hukumati.cases import api as cases
    from hukumati.core.bilingual import Bilingual

    officer = cases.Actor(
        "officer", "MOJ-0001", Bilingual(ar="موظف", en="Officer"), provider="moj", office="MOJ-RAM",
        roles=frozenset({"officer"}), id_number="700009991",
    )  # fmt: skip
    looks: dict[str, Callable[[str, str], Any]] = {
        "inbox": lambda reference, sub: cases.inbox(officer=officer, now=NOW),
        "search": lambda reference, sub: cases.open_for_officer(reference=reference, officer=officer),
        "own": lambda reference, sub: cases.list_cases(sub=sub),
        "tracking": lambda reference, sub: cases.get_case(reference=reference, sub=sub),
    }
    chosen = {schema: _some_cases(schema) for schema in (FEW, "public")}
    return {name: _in_turns(look, chosen, LOOKS // 2 if name == "inbox" else LOOKS) for name, look in looks.items()}


def _in_turns(
    look: Callable[[str, str], Any], chosen: dict[str, Iterator[tuple[str, str]]], times: int
) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {schema: [] for schema in chosen}
    for number in range(WARM_UP + times):
        for schema, cases in chosen.items():
            _look_into(schema)
            samples = _once(partial(look, *next(cases)))
            found[schema] += samples if number >= WARM_UP else []
    return {"few": found[FEW], "many": found["public"]}


def _look_into(schema: str) -> None:
    """Let the names of tables mean those of a schema, and what is not in it the platform's."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO {schema}, public")


def _some_cases(schema: str) -> Iterator[tuple[str, str]]:
    """Cases anywhere in the table, another one each time."""
    from hukumati.cases.models import Case

    _look_into(schema)
    rows = Case.objects.filter(reference__startswith="NCC-", applicant_sub__startswith="bench-").order_by("?")
    return iter(list(rows.values_list("reference", "applicant_sub")[: 4 * (LOOKS + WARM_UP)]))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hukumati.project.settings")
        main(*(int(argument) for argument in sys.argv[1:4]))
