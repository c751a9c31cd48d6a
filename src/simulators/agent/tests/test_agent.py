"""The agent as a process; with a biller it is exercised by the tests of payments."""

from collections.abc import Iterator

import httpx
import pytest

from simulators.agent.pages import read_reference
from simulators.base.testing import started


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("agent")
    with (
        started("agent", folder, "--biller-url", "http://127.0.0.1:9") as running,
        httpx.Client(base_url=running.url, trust_env=False, timeout=10) as browser,
    ):
        yield browser


def test_a_number_is_read_as_people_type_it() -> None:
    assert read_reference("٢٧٣٤ 6654-42099") == "2734665442099"


@pytest.mark.parametrize(("query", "title"), [("", "دفع فاتورة"), ("?lang=en", "Pay a government bill")])
def test_the_front_page_is_shown_in_both_languages(agent: httpx.Client, query: str, title: str) -> None:
    assert title in agent.get(f"/{query}").text


def test_no_cash_is_taken_while_the_biller_does_not_answer(agent: httpx.Client) -> None:
    page = agent.post("/pay?lang=en", data={"reference": "2734665442099"})
    assert (page.status_code, "does not answer" in page.text) == (422, True)
    assert agent.post("/_sim/pay", json={"reference": "2734665442099"}).status_code == 502
    assert agent.get("/_sim/book").json() == {"accepted": []}


@pytest.mark.parametrize("body", ["", "[]", "{}", "null"])
def test_a_malformed_payment_is_refused(agent: httpx.Client, body: str) -> None:
    assert agent.post("/_sim/pay", content=body).status_code == 400


def test_an_unknown_payment_redirects_to_the_front_page(agent: httpx.Client) -> None:
    assert agent.get("/payments/none").headers["location"] == "/"
