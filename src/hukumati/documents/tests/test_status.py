from datetime import UTC, date, datetime, timedelta

import pytest

from hukumati.documents.adapters.code_cipher import SecretKeyCipher
from hukumati.documents.domain.status import state_of
from hukumati.documents.errors import DocumentDamaged

TODAY = date(2026, 11, 28)
EARLIER = datetime(2026, 11, 1, tzinfo=UTC)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("revoked_at", "valid_until", "state"),
    [
        (None, None, "valid"),
        (None, TODAY, "valid"),
        (None, TOMORROW, "valid"),
        (None, YESTERDAY, "expired"),
        (EARLIER, None, "revoked"),
        (EARLIER, YESTERDAY, "revoked"),
    ],
)
def test_the_state_of_a_document(revoked_at: datetime | None, valid_until: date | None, state: str) -> None:
    assert state_of(revoked_at=revoked_at, valid_until=valid_until, today=TODAY) == state


def test_a_printed_code_is_decrypted_under_the_same_secret_alone() -> None:
    encrypted = SecretKeyCipher(secret="one").encrypt("7K3M9-2QDXW")
    assert SecretKeyCipher(secret="one").decrypt(encrypted) == "7K3M9-2QDXW"
    with pytest.raises(DocumentDamaged, match="secret key"):
        SecretKeyCipher(secret="two").decrypt(encrypted)
