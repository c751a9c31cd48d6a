import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from hukumati.identity.adapters.key_files import CACHE_TIME, KeyFiles, NoSigningKey
from hukumati.identity.adapters.password_hasher import hash_password, is_password, needs_rehash
from hukumati.identity.adapters.secret_key import seal, unseal

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _kid(token: str, signer: KeyFiles) -> str:
    decoded = jwt.decode(token, KeySet.import_key_set({"keys": signer.public_keys()}), algorithms=["ES256"])
    return str(decoded.header["kid"])


def test_without_a_key_nothing_is_signed(tmp_path: Path) -> None:
    with pytest.raises(NoSigningKey):
        KeyFiles(tmp_path / "none").sign(claims={}, now=NOON)


def test_keys_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    signer = KeyFiles(tmp_path / "identity")
    assert signer.ensure_key(now=NOON)
    assert not signer.ensure_key(now=NOON)
    (file,) = (tmp_path / "identity").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert all("d" not in key for key in signer.public_keys())


def test_req_15_a_new_key_is_published_a_cache_time_before_it_signs_and_the_old_one_stays(tmp_path: Path) -> None:
    signer = KeyFiles(tmp_path)
    signer.ensure_key(now=NOON)
    old = _kid(signer.sign(claims={"a": 1}, now=NOON), signer)
    signer.rotate(now=NOON)
    assert len(signer.public_keys()) == 2
    assert _kid(signer.sign(claims={"a": 1}, now=NOON + CACHE_TIME - timedelta(seconds=2)), signer) == old
    assert _kid(signer.sign(claims={"a": 1}, now=NOON + CACHE_TIME), signer) != old
    signer.rotate(now=NOON + timedelta(days=2))
    assert old not in {key["kid"] for key in signer.public_keys()}


def test_req_14_a_token_of_another_key_or_without_signature_is_not_ours(tmp_path: Path) -> None:
    signer, stranger = KeyFiles(tmp_path / "a"), KeyFiles(tmp_path / "b")
    for each in (signer, stranger):
        each.ensure_key(now=NOON)
    ours = signer.sign(claims={"sid": "1"}, now=NOON)
    assert signer.read(token=ours) == {"sid": "1"}
    header, payload, signature = ours.split(".")
    unsigned = "eyJhbGciOiJub25lIn0"
    for token in (
        stranger.sign(claims={"sid": "1"}, now=NOON),
        f"{unsigned}.{payload}.",
        f"{unsigned}.{payload}.{signature}",
        f"{header}.{payload[:-2]}AA.{signature}",
        "", "a.b.c", "…",
    ):  # fmt: skip
        assert signer.read(token=token) is None


def test_req_22_passwords_are_hashed_with_argon2id_at_the_demanded_cost() -> None:
    stored = hash_password("zaytoun-2026")
    assert stored.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_password(text="zaytoun-2026", stored=stored)
    assert not is_password(text="zaytoun-2027", stored=stored)
    assert not is_password(text="zaytoun-2026", stored=None)
    assert not needs_rehash(stored)
    assert needs_rehash(stored.replace("m=19456", "m=9216"))


def test_personal_texts_rest_encrypted() -> None:
    sealed = seal("400000006")
    assert "400000006" not in sealed
    assert seal("400000006") != sealed
    assert unseal(sealed) == "400000006"
