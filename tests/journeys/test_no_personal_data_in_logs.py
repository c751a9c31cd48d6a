"""No personal data is in logs or URLs."""

import re
from pathlib import Path

import pytest
import yaml

from hukumati.project.config import REPOSITORY
from hukumati.project.run.platform import Platform
from tests.journeys.conftest import AtWork, Newcomer
from tests.people import messages_to

pytestmark = pytest.mark.platform
PROGRAMS = (
    "web-1",
    "web-2",
    "identity",
    "worker-1",
    "worker-2",
    "security-server-ss1",
    "security-server-ss2",
    "prepare",
)
KHALED = "900000001"


def _personal_data(platform: Platform) -> list[str]:
    """Return what must not stand in a log: numbers, names, telephones, addresses, codes."""
    people = yaml.safe_load((REPOSITORY / "demo" / "people.yaml").read_text("utf-8"))["people"]
    words = [str(person[key]) for person in people for key in ("id_number", "phone", "email") if person.get(key)]
    names = [person["name"][language]["family"] for person in people for language in ("ar", "en")]
    phones = [person["phone"] for person in people if person.get("phone")]
    codes = [code for phone in phones for message in messages_to(platform, phone) for code in _codes(message["text"])]
    return [*words, *names, *codes]


def _codes(text: str) -> list[str]:
    return re.findall(r"(?<![0-9-])[0-9]{6}(?![0-9])", text)


def test_no_log_holds_a_number_name_telephone_or_code(
    platform: Platform, newcomer: Newcomer, at_work: AtWork, empty_inbox: None
) -> None:
    person = newcomer(KHALED)
    reference = person.apply(method="post_office", place="RAM-01")
    person.pay_by_card()
    at_work("MOJ-0001").open("/inbox/")
    person.case(reference)
    folder: Path = platform.data_dir / "log"
    secrets = _personal_data(platform)
    assert len(secrets) > 80
    for program in PROGRAMS:
        text = (folder / f"{program}.log").read_text("utf-8")
        found = sorted(secret for secret in set(secrets) if re.search(rf"(?<![\w.]){re.escape(secret)}(?!\w)", text))
        assert not found, f"{program}: {[_line_of(text, secret) for secret in found][:3]}"


def _line_of(text: str, secret: str) -> str:
    return next(line for line in text.splitlines() if secret in line)[:400]


def test_no_address_on_the_way_holds_personal_data(newcomer: Newcomer) -> None:
    person = newcomer("803334408")
    person.apply()
    person.open("/applications/")
    addresses = " ".join(person.page.html.xpath("//@href | //@action | //@src"))
    assert not re.search(r"803334408|0599|970569|القاسماني|Qasmani", addresses)
