"""What the provider answers is read within bounds: nonsense is an outage, never a defect of ours."""

import httpx
import pytest

from hukumati.web.sign_in.provider import ProviderRefused, ProviderUnavailable, _read


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000, b'{"a":' * 50_000, b'{"a": NaN}'])
def test_an_answer_that_is_no_json_counts_as_an_outage(body: bytes) -> None:
    with pytest.raises(ProviderUnavailable):
        _read(httpx.Response(200, content=body))


def test_an_answer_of_another_shape_is_a_refusal() -> None:
    with pytest.raises(ProviderRefused):
        _read(httpx.Response(200, content=b"[]"))
    with pytest.raises(ProviderRefused):
        _read(httpx.Response(400, content=b'{"error": "invalid_grant"}'))
