"""People at portal and workplace, whose pages open without the provider."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import html

from hukumati.cases.tests.asking import asking_service
from hukumati.cases.tests.conftest import edge, pay, pay_silently

__all__ = ["edge", "pay", "pay_silently"]


@dataclass
class Person:
    """One person's browser on a site; without a visitor, a session that is over."""

    site: str
    visitor: str

    def __post_init__(self) -> None:
        self.client = Client(headers={"host": f"{self.site}.localhost:8000", "Accept": "text/html"})

    def get(self, path: str) -> Any:
        """Open a path and follow where it leads."""
        return self.client.get(path, follow=True, headers={"X-Visitor": self.visitor})

    def form(self, page: str, action: str, *, holding: str = "") -> tuple[str, dict[str, Any]]:
        """Return where a form of a page is sent, and its fields as they are."""
        tree = html.fromstring(self.get(page).content)
        for form in tree.xpath("//form[@method='post']"):
            names = {field.name for field in form.inputs if field.name}
            address = form.action or urlsplit(page).path
            if action == urlsplit(address).path and (not holding or holding in names):
                return (form.action or page), _values(form)
        raise LookupError(f"no form to {action} on {page}")

    def post(self, address: str, fields: Mapping[str, Any], *, page: str = "", is_over: bool = False) -> Any:
        """Send a form from a page, as browsers do."""
        headers = {} if is_over else {"X-Visitor": self.visitor}
        if page:
            headers["Referer"] = f"http://{self.site}.localhost:8000{page}"
        return self.client.post(address, dict(fields), headers=headers)

    def return_from_sign_in(self, answer: Any, *, visitor: str = "") -> Any:
        """Sign in where a session that was over led to, and open the page to which that leads."""
        return self.client.get(answer.headers["Location"], follow=True, headers={"X-Visitor": visitor or self.visitor})


def _values(form: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, given in form.form_values():
        value = given.removeprefix("\n")  # as browsers read a text area
        values[name] = [*values[name], value] if name in values else [value]
    return values


def query_of(answer: Any) -> dict[str, str]:
    """Return the query of the address to which an answer leads."""
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def words(answer: Any) -> str:
    """Return the words of a page."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture(autouse=True)
def _visiting(settings: Any) -> None:
    settings.MIDDLEWARE = [
        "hukumati.web.tests.visiting.Visiting" if name.endswith("PersonMiddleware") else name
        for name in settings.MIDDLEWARE
    ]


@pytest.fixture
def service(transactional_db: None, data_folder: Path, edge: Any, tmp_path: Path) -> None:
    """Publish the service that asks for much."""
    call_command("service_publish", str(asking_service(tmp_path / "services")), verbosity=0)
    call_command("trust_setup", verbosity=0)
