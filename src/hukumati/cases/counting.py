"""How many cases run, for those who change the service they run by."""

from uuid import UUID

from django.db.models import Count

from hukumati.cases.models import Case


def running_cases(*, service_code: str) -> dict[UUID, dict[str, int]]:
    """Count the service's cases that have not ended, by version and state; drafts are among them."""
    rows = Case.objects.filter(service_code=service_code, closed_at__isnull=True)
    counts: dict[UUID, dict[str, int]] = {}
    for version, state, count in rows.values_list("version_id", "state").annotate(Count("id")).order_by():
        counts.setdefault(version, {})[state] = count
    return counts
