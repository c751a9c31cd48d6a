import copy
import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from hukumati.trust import api
from hukumati.trust.adapters.key_files import KeyFiles
from hukumati.trust.api import KeyMissing, KeyPurpose
from hukumati.trust.domain.keys import PADDINGS
from hukumati.trust.use_cases.key_handle import KeyHandle

TOKENS = KeyPurpose.TOKENS
P256 = ec.SECP256R1()


def _verify(key: ec.EllipticCurvePublicKey, signature: bytes, data: bytes) -> None:
    key.verify(signature, data, ec.ECDSA(hashes.SHA256()))


def test_a_key_is_created_once(tmp_path: Path) -> None:
    store = KeyFiles(folder=tmp_path / "keys")
    assert store.create(key_id="one", curve=P256) is True
    key = store.public_key(key_id="one")
    assert store.create(key_id="one", curve=P256) is False
    assert store.public_key(key_id="one") == key
    _verify(key, store.sign(key_id="one", data=b"text", digest=hashes.SHA256()), b"text")


def test_keys_are_listed_by_prefix_and_in_order(tmp_path: Path) -> None:
    store = KeyFiles(folder=tmp_path / "keys")
    assert store.list_ids(prefix="") == ()
    for key_id in ("b-2", "a-1", "b-1"):
        store.create(key_id=key_id, curve=P256)
    assert store.list_ids(prefix="b-") == ("b-1", "b-2")
    assert store.list_ids(prefix="") == ("a-1", "b-1", "b-2")


def test_a_destroyed_key_is_gone(tmp_path: Path) -> None:
    store = KeyFiles(folder=tmp_path)
    store.create(key_id="one", curve=P256)
    store.sign(key_id="one", data=b"x", digest=hashes.SHA256())
    store.destroy(key_id="one")
    store.destroy(key_id="one")
    assert store.list_ids(prefix="") == ()
    with pytest.raises(KeyMissing):
        store.sign(key_id="one", data=b"x", digest=hashes.SHA256())


def test_a_key_whose_file_is_replaced_is_read_again(tmp_path: Path) -> None:
    store = KeyFiles(folder=tmp_path)
    store.create(key_id="one", curve=P256)
    store.create(key_id="two", curve=P256)
    old = store.public_key(key_id="one")
    (tmp_path / "two.key.pem").rename(tmp_path / "one.key.pem")
    assert store.public_key(key_id="one") != old


@pytest.mark.parametrize("key_id", ["../one", "", ".one", "one/two", "a" * 101, "one\n"])
def test_an_identifier_cannot_lead_out_of_the_folder(tmp_path: Path, key_id: str) -> None:
    store = KeyFiles(folder=tmp_path)
    with pytest.raises(KeyMissing):
        store.create(key_id=key_id, curve=P256)
    with pytest.raises(KeyMissing):
        store.public_key(key_id=key_id)


def _create(folder: Path) -> None:
    KeyFiles(folder=folder).create(key_id="one", curve=P256)


def test_processes_that_create_a_key_together_make_one(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_create, args=(tmp_path,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [path.name for path in tmp_path.iterdir()] == ["one.key.pem"]
    assert KeyFiles(folder=tmp_path).sign(key_id="one", data=b"x", digest=hashes.SHA256())


def test_a_key_handle_signs_and_gives_nothing_away(tmp_path: Path) -> None:
    _create(tmp_path)
    key = KeyHandle(store=KeyFiles(folder=tmp_path), key_id="one")
    _verify(key.public_key(), key.sign(b"text", ec.ECDSA(hashes.SHA256())), b"text")
    assert (key.curve.name, key.key_size) == ("secp256r1", 256)
    attempts: list[Callable[[], object]] = [
        key.private_numbers,
        key.private_bytes,
        key.exchange,
        lambda: key.sign(b"x" * 32, ec.ECDSA(Prehashed(hashes.SHA256()))),
    ]
    for attempt in attempts:
        with pytest.raises(TypeError):
            attempt()


def test_a_copy_of_a_key_handle_is_the_handle_itself(tmp_path: Path) -> None:
    key = KeyHandle(store=KeyFiles(folder=tmp_path), key_id="one")
    assert copy.copy(key) is key
    assert copy.deepcopy(key) is key


def test_another_part_creates_lists_uses_and_destroys_its_keys_by_name(data_folder: Path) -> None:
    assert api.list_key_names(purpose=TOKENS) == ()
    assert api.create_key(purpose=TOKENS, name="two") is True
    assert api.create_key(purpose=TOKENS, name="one") is True
    assert api.create_key(purpose=TOKENS, name="one") is False
    assert api.list_key_names(purpose=TOKENS) == ("one", "two")
    key = api.get_public_key(purpose=TOKENS, name="one")
    assert key.curve.name == "secp256r1"
    _verify(key, api.sign_with_key(purpose=TOKENS, name="one", data=b"text"), b"text")
    api.destroy_key(purpose=TOKENS, name="one")
    assert api.list_key_names(purpose=TOKENS) == ("two",)
    with pytest.raises(KeyMissing):
        api.sign_with_key(purpose=TOKENS, name="one", data=b"text")


def test_the_keys_of_seals_and_authorities_are_not_among_other_parts_keys(trust: Path) -> None:
    assert api.list_key_names(purpose=TOKENS) == ()
    with pytest.raises(KeyMissing):
        api.sign_with_key(purpose=TOKENS, name="root", data=b"x")


def test_rsa_keys_sign_as_their_purpose_pads(data_folder: Path) -> None:
    for purpose, scheme in PADDINGS.items():
        assert api.create_key(purpose=purpose, name="one") is True
        assert api.create_key(purpose=purpose, name="one") is False
        assert api.list_key_names(purpose=purpose) == ("one",)
        key = api.get_rsa_public_key(purpose=purpose, name="one")
        assert key.key_size == 2048
        key.verify(api.sign_with_key(purpose=purpose, name="one", data=b"text"), b"text", scheme, hashes.SHA256())
        with pytest.raises(KeyMissing):
            api.get_public_key(purpose=purpose, name="one")
    assert api.list_key_names(purpose=TOKENS) == ()
    api.create_key(purpose=TOKENS, name="one")
    with pytest.raises(KeyMissing):
        api.get_rsa_public_key(purpose=TOKENS, name="one")
