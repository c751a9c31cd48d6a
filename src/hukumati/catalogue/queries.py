"""Reads of the catalogue: search, lists, and versions kept in the process since they never change."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from hukumati.catalogue.models import ServiceVersion
from hukumati.core.arabic import fold
from hukumati.service_language.api import Definition, from_json

LONGEST_QUERY = 200
MOST_WORDS = 8
RESEMBLANCE = 0.5
"""From which word similarity (pg_trgm, 0 to 1) a misspelt word counts."""
FADE = 0.4
"""Results below this share of the best score are left out."""


@dataclass(frozen=True, slots=True)
class Version:
    """A stored version, opened."""

    id: UUID
    number: int
    definition: Definition


class NoSuchVersion(LookupError):
    """There is no version by this name."""


@lru_cache(maxsize=2048)
def open_version(version_id: UUID) -> Version:
    """Open a version. Raises NoSuchVersion."""
    row = ServiceVersion.objects.filter(id=version_id).first()
    if row is None:
        raise NoSuchVersion(str(version_id))
    return Version(id=row.id, number=row.number, definition=from_json(compiled=json.loads(row.compiled)))


CURRENT_SQL = "SELECT current_id FROM catalogue_service WHERE current_id IS NOT NULL AND (code = %s OR slug = %s)"


def current_version(code_or_slug: str) -> Version:
    """Open the version that new applications get. Raises NoSuchVersion."""
    if not _is_plain(code_or_slug):
        raise NoSuchVersion(code_or_slug)
    with connection.cursor() as cursor:  # every page of a service asks this: the ORM would triple its cost
        cursor.execute(CURRENT_SQL, [code_or_slug.upper(), code_or_slug.lower()])
        row = cursor.fetchone()
    if row is None:
        raise NoSuchVersion(code_or_slug)
    return open_version(row[0])


def numbered_version(code: str, number: int) -> Version:
    """Open one version by its service's code and its number. Raises NoSuchVersion."""
    found = ServiceVersion.objects.filter(service__code=code, number=number).values_list("id", flat=True).first()
    if found is None:
        raise NoSuchVersion(f"{code} {number}")
    return open_version(found)


def _is_plain(text: str) -> bool:
    return len(text) <= 100 and text.isascii() and text.replace("-", "").isalnum()


def open_versions() -> tuple[Version, ...]:
    """Open the current version of every service that is not retired."""
    return tuple(open_version(version_id) for version_id in _open_ids())


def current_versions() -> tuple[Version, ...]:
    """Open the current version of every service, retired ones too."""
    ids = ServiceVersion.objects.filter(service__current_id=F("id")).order_by("service__code")
    return tuple(open_version(version_id) for version_id in ids.values_list("id", flat=True))


def fingerprint_of_open_versions() -> str:
    """Return a digest that changes whenever a service is published, opened or retired."""
    return hashlib.sha256("".join(map(str, _open_ids())).encode()).hexdigest()[:16]


def _open_ids() -> list[UUID]:
    current = ServiceVersion.objects.filter(service__current_id=F("id")).exclude(service__status="retired")
    return list(current.order_by("service__provider", "service__code").values_list("id", flat=True))


SEARCH_SQL = """
WITH asked AS (
  SELECT to_tsquery('simple', %(any)s) || to_tsquery('arabic', %(any)s) || to_tsquery('english', %(any)s) AS anyhow,
         to_tsquery('simple', %(all)s) AS wholly
), found AS (
  SELECT current_id,
         CASE WHEN index @@ wholly THEN 1 ELSE 0 END + 0.2 * ts_rank(index, anyhow)
         + (SELECT avg(word_similarity(word, words)) FROM unnest(%(words)s::text[]) AS word) AS score
  FROM catalogue_service, asked
  WHERE current_id IS NOT NULL AND status <> 'retired'
    AND (index @@ anyhow OR words %%> ANY (%(words)s::text[]))
)
SELECT current_id FROM found WHERE score >= %(fade)s * (SELECT max(score) FROM found)
ORDER BY score DESC, current_id
"""


def find_versions(*, text: str) -> tuple[Version, ...]:
    """Find services by words, misspelt ones too, the best first."""
    words = query_words(text)
    if not words:
        return ()
    values: dict[str, str | float | list[str]] = {
        "words": words,
        "any": _prefixes(words, " | "),
        "all": _prefixes(words, " & "),
        "fade": FADE,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(RESEMBLANCE)])
        cursor.execute(SEARCH_SQL, values)
        return tuple(open_version(row[0]) for row in cursor.fetchall())


def query_words(text: str) -> list[str]:
    """Return the folded words of a query: letters and digits only, few and short enough to search safely."""
    words = list(dict.fromkeys(word[:40] for word in fold(text[:LONGEST_QUERY]).replace("_", " ").split()))
    longer = [word for word in words if len(word) > 1]
    return (longer or words)[:MOST_WORDS]


def _prefixes(words: Sequence[str], operator: str) -> str:
    return operator.join(f"'{word}':*" for word in words)
