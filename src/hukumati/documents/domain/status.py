"""What state a document is in."""

from datetime import date, datetime
from typing import Literal

State = Literal["valid", "revoked", "expired"]


def state_of(*, revoked_at: datetime | None, valid_until: date | None, today: date) -> State:
    """Return the state on a day in Palestine; a revoked document stays revoked when it expires."""
    if revoked_at is not None:
        return "revoked"
    if valid_until is not None and valid_until < today:
        return "expired"
    return "valid"
