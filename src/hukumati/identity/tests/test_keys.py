import base64
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from hukumati.identity import wiring
from hukumati.identity.adapters.derived_secrets import decrypt, encrypt
from hukumati.identity.adapters.jws_signer import JwsSigner
from hukumati.identity.domain.signing_keys import (
    CACHE_TIME,
    current_key,
    key_name,
    outdated_keys,
    signs_from,
    successor_name,
)
from hukumati.identity.ports import NoSigningKey, PublicJwk, SecretUse

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def signer(data_folder: Path) -> JwsSigner:
    """A signer that has one key, which signs from noon."""
    signer = JwsSigner()
    assert signer.ensure_key(now=NOON)
    return signer


def _imported(key: PublicJwk) -> ECKey:
    return ECKey.import_key({name: str(value) for name, value in key.items()})


def _kid(token: str, signer: JwsSigner) -> str:
    keys = KeySet([_imported(key) for key in signer.public_keys()])
    return str(jwt.decode(token, keys, algorithms=["ES256"]).header["kid"])


def test_without_a_key_nothing_is_signed_or_published(data_folder: Path) -> None:
    with pytest.raises(NoSigningKey):
        JwsSigner().sign(claims={}, now=NOON)
    assert JwsSigner().public_keys() == []


def test_the_first_key_is_created_once_and_signs_at_once(signer: JwsSigner) -> None:
    assert signer.ensure_key(now=NOON) is False
    assert signer.ensure_key(now=NOON + HOUR) is False
    assert len(signer.public_keys()) == 1
    assert signer.sign(claims={}, now=NOON)
    with pytest.raises(NoSigningKey):
        signer.sign(claims={}, now=NOON - SECOND)


def test_a_key_is_readable_by_its_owner_alone_and_published_without_its_private_part(
    signer: JwsSigner, data_folder: Path
) -> None:
    (file,) = (data_folder / "trust").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (key,) = signer.public_keys()
    assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
    assert (key["kty"], key["crv"], key["use"], key["alg"]) == ("EC", "P-256", "sig", "ES256")
    assert key["kid"] == _imported(key).thumbprint()


def test_a_token_is_a_jws_that_another_library_verifies(signer: JwsSigner) -> None:
    claims = {"sub": "x", "name": "ليلى", "number": 7, "list": ["a"], "none": None}
    for _ in range(40):  # R or S of an ECDSA signature is short now and then
        token = signer.sign(claims=claims, now=NOON)
        assert jwt.decode(token, _imported(signer.public_keys()[0]), algorithms=["ES256"]).claims == claims
    header, _, signature = token.split(".")
    assert json.loads(base64.urlsafe_b64decode(header + "==")) == {
        "typ": "JWT",
        "alg": "ES256",
        "kid": signer.public_keys()[0]["kid"],
    }
    assert len(base64.urlsafe_b64decode(signature + "==")) == 64


def test_req_15_a_new_key_is_published_a_cache_time_before_it_signs_and_the_old_one_stays(signer: JwsSigner) -> None:
    old = _kid(signer.sign(claims={"a": 1}, now=NOON), signer)
    signer.rotate(now=NOON)
    assert len(signer.public_keys()) == 2
    assert _kid(signer.sign(claims={"a": 1}, now=NOON + CACHE_TIME - SECOND), signer) == old
    assert _kid(signer.sign(claims={"a": 1}, now=NOON + CACHE_TIME), signer) != old
    signer.rotate(now=NOON + CACHE_TIME + DAY)
    assert old in {key["kid"] for key in signer.public_keys()}
    signer.rotate(now=NOON + CACHE_TIME + DAY + SECOND)
    assert old not in {key["kid"] for key in signer.public_keys()}


def test_the_first_rotation_of_all_creates_a_key_that_signs_at_once(data_folder: Path) -> None:
    JwsSigner().rotate(now=NOON)
    assert JwsSigner().sign(claims={}, now=NOON)


def test_req_14_a_token_of_another_key_or_without_signature_is_not_ours(signer: JwsSigner) -> None:
    stranger = ECKey.generate_key("P-256")
    ours = signer.sign(claims={"sid": "1"}, now=NOON)
    assert signer.read(token=ours) == {"sid": "1"}
    header, payload, signature = ours.split(".")
    unsigned = "eyJhbGciOiJub25lIn0"
    for token in (
        jwt.encode({"alg": "ES256", "kid": signer.public_keys()[0]["kid"]}, {"sid": "1"}, stranger),
        f"{unsigned}.{payload}.",
        f"{unsigned}.{payload}.{signature}",
        f"{header}.{payload[:-2]}AA.{signature}",
        "", "a.b.c", "…",
    ):  # fmt: skip
        assert signer.read(token=token) is None


def test_req_15_a_token_of_the_replaced_key_is_still_ours(signer: JwsSigner) -> None:
    token = signer.sign(claims={"sid": "1"}, now=NOON)
    signer.rotate(now=NOON)
    assert signer.read(token=token) == {"sid": "1"}
    newer = signer.sign(claims={"sid": "2"}, now=NOON + CACHE_TIME)
    assert signer.read(token=newer) == {"sid": "2"}


def test_req_15_rsa_keys_are_published_and_rotated_as_the_others(signer: JwsSigner) -> None:
    assert signer.algorithms() == ["ES256"]
    with pytest.raises(NoSigningKey):
        signer.sign(claims={}, now=NOON, algorithm="RS256")
    for algorithm in ("PS256", "RS256"):
        assert signer.ensure_key(now=NOON, algorithm=algorithm)
    assert signer.algorithms() == ["ES256", "PS256", "RS256"]
    assert [key["alg"] for key in signer.public_keys()] == ["ES256", "PS256", "RS256"]
    assert len({key["kid"] for key in signer.public_keys()}) == 3
    signer.rotate(now=NOON)
    keys = KeySet.import_key_set({"keys": [{**key} for key in signer.public_keys()]})
    for algorithm in signer.algorithms():
        token = signer.sign(claims={"a": 1}, now=NOON, algorithm=algorithm)
        newer = signer.sign(claims={"a": 1}, now=NOON + CACHE_TIME, algorithm=algorithm)
        read, read_newer = (jwt.decode(each, keys, algorithms=[algorithm]) for each in (token, newer))
        assert read.header["kid"] != read_newer.header["kid"]
        assert signer.read(token=token) == {"a": 1}


def test_req_14_no_algorithm_without_keys_of_its_own_signs(signer: JwsSigner) -> None:
    for algorithm in ("none", "HS256", "ES384", ""):
        with pytest.raises(NoSigningKey):
            signer.sign(claims={}, now=NOON, algorithm=algorithm)


def test_a_key_is_named_by_the_moment_from_which_it_signs() -> None:
    assert key_name(NOON) == "20261123T120000Z"
    assert signs_from("20261123T120000Z") == NOON
    for name in ("", "20261123", "a-20261123T120000Z"):
        with pytest.raises(ValueError, match="time data"):
            signs_from(name)


def test_the_newest_key_whose_moment_has_come_is_current() -> None:
    names = [key_name(NOON), key_name(NOON + HOUR), key_name(NOON + 2 * HOUR)]
    assert current_key(names, now=NOON - SECOND) is None
    assert current_key(names, now=NOON) == names[0]
    assert current_key(names, now=NOON + HOUR) == names[1]
    assert current_key(reversed(names), now=NOON + DAY) == names[2]
    assert successor_name(names, now=NOON) == key_name(NOON + HOUR)
    assert successor_name([], now=NOON) == key_name(NOON)


def test_a_key_is_outdated_a_day_after_its_successor_signs_and_the_last_never_is() -> None:
    names = [key_name(NOON + HOUR), key_name(NOON)]
    assert outdated_keys(names, now=NOON + HOUR + DAY) == []
    assert outdated_keys(names, now=NOON + HOUR + DAY + SECOND) == [key_name(NOON)]
    assert outdated_keys(names[:1], now=NOON + 100 * DAY) == []


def test_req_22_passwords_are_hashed_with_argon2id_at_the_demanded_cost() -> None:
    hasher = wiring.password_hasher()
    stored = hasher.hash("zaytoun-2026")
    assert stored.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert hasher.hash("zaytoun-2026") != stored, "each hash has a salt of its own"
    assert hasher.matches(password="zaytoun-2026", stored=stored) is True
    assert hasher.matches(password="zaytoun-2027", stored=stored) is False
    assert hasher.matches(password="zaytoun-2026", stored=None) is False
    assert hasher.matches(password="nobody has this password", stored=None) is False
    assert hasher.needs_rehash(stored) is False
    assert hasher.needs_rehash(stored.replace("m=19456", "m=9216")) is True


def test_personal_texts_are_stored_encrypted() -> None:
    encrypted = encrypt("400000006")
    assert "400000006" not in encrypted
    assert encrypt("400000006") != encrypted
    assert decrypt(encrypted) == "400000006"


def test_each_use_and_each_deployment_has_a_secret_of_its_own(settings: object) -> None:
    secrets = wiring.derived_secrets()
    keys = {secrets.key(use) for use in SecretUse}
    assert {len(key) for key in keys} == {32}
    assert len(keys) == len(SecretUse)
    assert len({secrets.digest(use, "text") for use in SecretUse}) == len(SecretUse)
    assert secrets.digest(SecretUse.LOOKUP, "text") == secrets.digest(SecretUse.LOOKUP, "text")
    config = settings.HUKUMATI  # type: ignore[attr-defined]
    other = config.model_copy(update={"secret_key": type(config.secret_key)("another")})
    settings.HUKUMATI = other  # type: ignore[attr-defined]
    assert secrets.key(SecretUse.LOOKUP) not in keys
