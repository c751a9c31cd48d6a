"""Fills the templates of a new service folder: it passes the checks at once, so that an analyst changes what works.

`files/` holds texts with $names; a line that begins with @flag,!flag| stays only where the
flags hold.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template
from typing import Final, Literal

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import InvalidMoney, Money

TEMPLATES: Final = Path(__file__).parent / "files"
CODE: Final = re.compile(r"[A-Z]{2,4}-[A-Z]{2,4}")
SLUG: Final = re.compile(r"[a-z][a-z0-9-]{2,60}")
METHODS: Final = ("download", "office", "post_office")
WANTED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "answer.yaml": ("enquiry",),
    "flow.yaml": ("paid",),
    "form.yaml": ("paid",),
    "rules/fee.csv": ("paid",),
    "documents/certificate.yaml": ("paid",),
    "documents/certificate.typ": ("paid",),
    "documents/refusal_letter.yaml": ("review",),
    "documents/refusal_letter.typ": ("review",),
    "messages/received.yaml": ("paid", "register"),
    "messages/delayed.yaml": ("paid", "register"),
    "messages/ready.yaml": ("paid",),
    "messages/refused.yaml": ("review",),
    "messages/your_turn.yaml": ("review",),
    "tests/issued.yaml": ("paid",),
    "tests/refused.yaml": ("officer",),
    "tests/asked.yaml": ("officer",),
    "tests/minor.yaml": ("paid",),
    "tests/mistakes.yaml": ("paid",),
    "tests/given_up.yaml": ("paid",),
    "tests/answered.yaml": ("enquiry",),
    "tests/unknown.yaml": ("enquiry",),
    "tests/register_down.yaml": ("register",),
}
"""Files that not every service has, with the flags that it must have."""


class NewServiceRefused(ValueError):
    """The answers do not go together; the message says what to change."""


@dataclass(frozen=True, slots=True)
class NewService:
    """The answers from which a folder is made; `seal`, `office` and `post_office` are looked up where empty."""

    code: str
    slug: str
    name: Bilingual
    summary: Bilingual
    provider: str
    kind: Literal["paid", "enquiry"] = "paid"
    fee: str = "20.00"
    currency: str = "ILS"
    register: str = ""
    decided_by: Literal["officer", "nobody"] = "officer"
    collect: tuple[str, ...] = ("download",)
    seal: str = ""
    office: str = ""
    post_office: str = ""


def fill_templates(
    *, service: NewService, sample: object, today: date, lists: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, str]:
    """Return the texts of a new folder by path; `sample` is an answer of the register. Raises NewServiceRefused.

    `lists` are the lists in that answer, by name, each with the elements of its entries.
    """
    _refuse_unfit(service)
    flags, values = _flags(service), _values(service, sample, today)
    if lists and service.kind == "enquiry":
        flags |= {"tables"}
        values["tables"] = "tables:\n" + "".join(_table(service.register, *each) for each in lists.items())
    files = {}
    for path in sorted(TEMPLATES.rglob("*.*")):
        name = path.relative_to(TEMPLATES).as_posix()
        if path.is_file() and flags.issuperset(WANTED_BY.get(name, ())):
            files[name] = _filled(path.read_text("utf-8"), flags, values)
    return files


def _table(register: str, name: str, elements: tuple[str, ...]) -> str:
    columns = ", ".join(elements)
    return f"  - {{title: details, of: {register}.{name}, columns: [{columns}]}}\n"


def _refuse_unfit(service: NewService) -> None:
    if CODE.fullmatch(service.code) is None:
        raise NewServiceRefused("The code is two to four capital letters, a hyphen, and two to four more: MOJ-NCC.")
    if SLUG.fullmatch(service.slug) is None:
        raise NewServiceRefused("The address is small Latin letters, digits and hyphens: non-conviction-certificate.")
    if service.kind == "enquiry" and not service.register:
        raise NewServiceRefused("An enquiry shows what a register answers: name the register.")
    if service.kind == "enquiry" and service.register == "interior.person":
        raise NewServiceRefused("The population register is asked already: name another register.")
    if service.kind == "paid":
        if not service.seal:
            raise NewServiceRefused(f"{service.provider} has no seal yet: add its office to shared/seals.yaml.")
        _refuse_unfit_fee(service)
        _refuse_unfit_collection(service)


def _refuse_unfit_fee(service: NewService) -> None:
    try:
        amount = Money.parse(service.fee, service.currency)
    except InvalidMoney as error:
        raise NewServiceRefused(str(error)) from None
    if amount.minor <= 0:
        raise NewServiceRefused("The fee of a paid service is above nothing.")


def _refuse_unfit_collection(service: NewService) -> None:
    if not service.collect:
        raise NewServiceRefused("Say how the document is received: download, office or post_office.")
    for method in service.collect:
        if method not in METHODS:
            raise NewServiceRefused(f"{method!r} is no way to receive it; known are {', '.join(METHODS)}.")
    if "office" in service.collect and not service.office:
        raise NewServiceRefused(
            f"{service.provider} has no office in shared/offices.csv: add one, or leave office out."
        )
    if "post_office" in service.collect and not service.post_office:
        raise NewServiceRefused("There is no post office in shared/post_offices.csv.")


def _flags(service: NewService) -> frozenset[str]:
    flags: set[str] = {service.kind}
    if service.register:
        flags.add("register")
    if service.kind == "paid":
        flags |= set(service.collect)
        flags |= {"paper"} if set(service.collect) - {"download"} else set()
        flags |= {"officer"} if service.decided_by == "officer" else set()
        flags |= {"review"} if "officer" in flags or service.register else set()
    return frozenset(flags)


def _values(service: NewService, sample: object, today: date) -> dict[str, str]:
    return {
        "code": service.code,
        "prefix": service.code.rpartition("-")[2],
        "slug": service.slug,
        "provider": service.provider,
        "register": service.register,
        "tables": "",
        "seal": service.seal,
        "fee": Money.parse(service.fee, service.currency).format() if service.kind == "paid" else "",
        "currency": service.currency,
        "collect": ", ".join(service.collect if service.kind == "paid" else ()),
        "collected": _collected(service),
        "sample": json.dumps(sample, ensure_ascii=False),
        "today": today.isoformat(),
        "summary_ar": service.summary.ar,
        "summary_en": service.summary.en,
        "yaml_name_ar": _quoted(service.name.ar),
        "yaml_name_en": _quoted(service.name.en),
        "yaml_summary_ar": _quoted(service.summary.ar),
        "yaml_summary_en": _quoted(service.summary.en),
        "typst_ar": _in_typst(service.name.ar),
        "typst_en": _in_typst(service.name.en),
    }


def _collected(service: NewService) -> str:
    if "download" in service.collect:
        return "{method: download}"
    if "office" in service.collect:
        return f"{{method: office, place: {service.office}}}"
    return f"{{method: post_office, place: {service.post_office}}}"


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _in_typst(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')


def _filled(text: str, flags: frozenset[str], values: Mapping[str, str]) -> str:
    kept = (line for line in text.splitlines() if _is_wanted(line, flags))
    plain = (line.partition("|")[2] if line.startswith("@") else line for line in kept)
    return Template("\n".join(plain) + "\n").substitute(values)


def _is_wanted(line: str, flags: frozenset[str]) -> bool:
    if not line.startswith("@"):
        return True
    wanted = line[1:].partition("|")[0].split(",")
    return all((each.removeprefix("!") in flags) != each.startswith("!") for each in wanted)
