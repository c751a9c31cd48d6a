"""The SMS gateway, as a process."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulators.base.testing import Running, start, started, stop

LAYLA = "+970599000101"


@pytest.fixture(scope="module")
def sms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with started("sms", tmp_path_factory.mktemp("sms"), "--username", "u", "--password", "p") as running:
        yield running


@pytest.fixture(autouse=True)
def _fresh(sms: Running) -> None:
    httpx.post(f"{sms.url}/_sim/reset").raise_for_status()


def submit(sms: Running, text: str, **changes: str) -> httpx.Response:
    values = {"Username": "u", "Password": "p", "To": LAYLA, "From": "Hukumati", "Coding": "2", "Account": "m-1"}
    headers = {f"X-Kannel-{name}": value for name, value in {**values, **changes}.items()}
    headers["Content-Type"] = "text/plain; charset=UTF-8"
    return httpx.post(f"{sms.url}/cgi-bin/sendsms", content=text.encode(), headers=headers, timeout=5)


def received(sms: Running, to: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{sms.url}/_sim/messages", params={"to": to}).json()["messages"]
    return found


def order(sms: Running, mode: str, **more: Any) -> None:
    httpx.post(f"{sms.url}/_sim/faults", json={"mode": mode, "times": 1, **more}).raise_for_status()


def test_an_arabic_message_arrives_whole_and_is_found_by_number(sms: Running) -> None:
    answer = submit(sms, "رمز الدخول 482913")
    assert (answer.status_code, answer.text) == (202, "0: Accepted for delivery")
    submit(sms, "another", To="+970599000999")
    [message] = received(sms, LAYLA)
    assert (message["text"], message["parts"], message["account"]) == ("رمز الدخول 482913", 1, "m-1")


def test_a_get_with_a_query_is_accepted_as_kannel_does(sms: Running) -> None:
    query = {
        "username": "u",
        "password": "p",
        "to": LAYLA,
        "from": "H",
        "text": "مرحبا",
        "coding": "2",
        "charset": "UTF-8",
    }
    assert httpx.get(f"{sms.url}/cgi-bin/sendsms", params=query).status_code == 202
    assert received(sms)[0]["text"] == "مرحبا"


def test_a_form_in_the_body_is_refused_as_kannel_does(sms: Running) -> None:
    answer = httpx.post(f"{sms.url}/cgi-bin/sendsms", data={"username": "u", "password": "p", "to": LAYLA})
    assert (answer.status_code, answer.text) == (400, "Invalid content-type")


def test_wrong_credentials_and_missing_number_are_refused(sms: Running) -> None:
    assert submit(sms, "x", Password="wrong").status_code == 403
    assert submit(sms, "x", To="").status_code == 400
    assert received(sms) == []


def test_a_message_is_cut_after_three_parts(sms: Running) -> None:
    submit(sms, "ب" * 300)
    assert (len(received(sms)[0]["text"]), received(sms)[0]["parts"]) == (201, 3)


def test_a_gateway_that_is_down_keeps_nothing(sms: Running) -> None:
    order(sms, "down")
    assert submit(sms, "x").status_code == 503
    assert received(sms) == []


def test_accepted_then_dropped_is_kept_without_an_answer(sms: Running) -> None:
    order(sms, "accept_then_drop")
    with pytest.raises(httpx.TransportError):
        submit(sms, "kept")
    assert received(sms)[0]["text"] == "kept"


def test_a_magic_number_is_refused_and_another_receives_twice(sms: Running) -> None:
    assert submit(sms, "x", To="+970599000991").status_code == 400
    assert submit(sms, "x", To="+970599000993").status_code == 202
    assert [message["to"] for message in received(sms)] == ["+970599000993"] * 2


def test_the_page_shows_the_newest_first_and_escapes_what_it_shows(sms: Running) -> None:
    submit(sms, "first")
    submit(sms, "<script>alert(1)</script>")
    page = httpx.get(sms.url, params={"to": LAYLA, "lang": "en"})
    assert page.text.index("&lt;script&gt;") < page.text.index("first")
    assert "<script" not in page.text
    assert "http-equiv" not in page.text
    assert 'http-equiv="refresh"' in httpx.get(f"{sms.url}/?watch=yes").text


def test_messages_survive_kill_9(tmp_path: Path) -> None:
    first = start("sms", tmp_path, "--username", "u", "--password", "p")
    submit(first, "kept")
    first.process.kill()
    first.process.communicate()
    again = start("sms", tmp_path)
    assert received(again)[0]["text"] == "kept"
    assert stop(again) == 0


def test_a_telephone_sends_a_message_to_the_client(sms: Running, tmp_path: Path) -> None:
    with started(
        "sms", tmp_path, "--username", "u", "--password", "p", "--inbound-url", f"{sms.url}/_sim/health"
    ) as sending:
        answer = httpx.post(f"{sending.url}/send?lang=en", data={"from": LAYLA, "text": "قفل"}, timeout=5)
    assert (answer.status_code, "sent=no" in answer.headers["location"]) == (303, True)  # a health check takes no posts


def test_without_an_address_no_message_can_be_sent(sms: Running) -> None:
    assert "/send" not in httpx.get(f"{sms.url}/").text
    answer = httpx.post(f"{sms.url}/send", data={"from": LAYLA, "text": "LOCK"})
    assert "sent=no" in answer.headers["location"]
