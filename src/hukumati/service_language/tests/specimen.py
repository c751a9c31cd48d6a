# ruff: noqa: E501 - registers are read best as they are written
"""Two services made in code: one that asks every kind of question, and a certificate like the ministry's."""

from typing import Any

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Choice, Definition, FormSession
from hukumati.service_language.tests.making import LABEL, PERSON, TODAY, definition, flow, page, question, table

VEHICLES: dict[str, Any] = {
    "id_number": "400000006",
    "vehicles": [
        {"plate": "6-1234-95", "make": {"ar": "تويوتا كورولا", "en": "Toyota Corolla"}, "kind": "private", "has_lien": False},
        {"plate": "6-5678-95", "make": {"ar": "مرسيدس", "en": "Mercedes"}, "kind": "taxi", "has_lien": True},
    ],
}  # fmt: skip
FINES: dict[str, Any] = {
    "id_number": "400000006",
    "unpaid_total": {"amount": "400.00", "currency": "ILS"},
    "fines": [
        {"number": "2026-1", "state": "unpaid", "amount": {"amount": "250.00", "currency": "ILS"}, "plate": "6-1234-95"},
        {"number": "2026-2", "state": "unpaid", "amount": {"amount": "150.00", "currency": "ILS"}, "plate": "6-1234-95"},
        {"number": "2025-9", "state": "paid", "amount": {"amount": "100.00", "currency": "ILS"}, "plate": "6-5678-95"},
    ],
}  # fmt: skip
REGISTERS: dict[str, Any] = {"interior.person": PERSON, "mot.vehicles": VEHICLES, "mot.fines": FINES}
ADDRESS = {"governorate": "PS-RBH", "locality": "بيرزيت", "street": "شارع الجامعة 4", "postcode": "P8401234"}
IBAN = "PS92PALS000000000400123456702"
PHOTO: dict[str, Any] = {
    "id": "00000000-0000-4000-8000-000000000001",
    "name": "me.jpg",
    "media": "image/jpeg",
    "size": 9,
    "sha256": "a" * 64,
}
FILL: dict[str, Any] = {
    "vehicle": "6-1234-95", "fines": ["2026-1"], "offer": "150.00", "bank": IBAN, "office": "MOT-RAM", "home": ADDRESS, "photo": [PHOTO],
    "heirs": [{"full_name": "سلمى", "born": "2015-03-01", "share": None}], "guardian": "ليلى",
}  # fmt: skip


def _choice(code: str, ar: str, en: str, governorate: str = "") -> Choice:
    return Choice(code, Bilingual(ar=ar, en=en), governorate)


def specimen() -> Definition:
    """Return the service that asks every kind of question."""
    unpaid = "_it.state == 'unpaid' && vehicle != null && _it.plate == vehicle.plate"
    ramallah = _choice("MOT-RAM", "مكتب الترخيص في رام الله", "Licensing office, Ramallah", "PS-RBH")
    heir = (
        question("full_name", max=60),
        question("born", "date", max="today"),
        question("share", "number", min=1, max=100, required=False),
    )
    fee = table(
        "fee",
        (
            "registers.mot.fines != null && fines.exists(_f, _f.amount.amount == '250.00')",
            "minor(registers.mot.fines.unpaid_total)",
        ),
        ("size(fines) > 1", "amount('30.00')"),
        ("", "amount('10.00')"),
    )
    eligibility = table(
        "eligibility",
        ("registers.mot.vehicles == null", "false"),
        ("size(registers.mot.vehicles.vehicles) == 0", "false"),
        ("", "true"),
        result="eligible",
        kind="bool",
    )
    return definition(
        page(
            "choose",
            question(
                "vehicle", "record", of="mot.vehicles.vehicles", key="plate", show=("plate", "make", "kind"),
                where="_it.kind == 'private'",
            ),
            question("lien", "yes_no", show_if="vehicle != null && vehicle.has_lien"),
            question(
                "fines", "records", of="mot.fines.fines", key="number", show=("number", "amount"), required=False,
                max=2, where=unpaid,
            ),
        ),
        page(
            "money",
            question("offer", "money", currency="ILS", min=1_000, max=500_000, show_if="size(fines) > 0"),
            question("bank", "iban"),
            question("office", "office", options=(ramallah,)),
            question("home", "address"),
        ),
        page(
            "heirs",
            question("heirs", "group", required=False, min=1, max=4, ask=heir),
            question("guardian", show_if="heirs.exists(_h, years_between(_h.born, today) < 18)"),
        ),
        page(
            "papers",
            question("photo", "file", accept=("jpeg", "png")),
            question(
                "letters", "files", accept=("pdf",), max_files=3, required=False,
                show_if="size(photo) > 0 && size(fines) > 0",
            ),
        ),
        uses=("interior.person", "mot.vehicles", "mot.fines"),
        if_down={"mot.vehicles": "block_with_notice"},
        tables={"fee": fee, "eligibility": eligibility},
        flow=flow({"fee > 0": "to_pay", "": "done"}),
    )  # fmt: skip


def specimen_session(made: Definition, answers: dict[str, Any] | None = None, **registers: Any) -> FormSession:
    """Return Layla's form; the keywords, with __ for the point, change what registers answered."""
    changed = {name.replace("__", "."): answer for name, answer in registers.items()}
    return FormSession(definition=made, answers=answers or {}, registers={**REGISTERS, **changed}, today=TODAY)


def certificate() -> Definition:
    """Return a certificate: who one is comes from the register, its purpose and how it is collected from the person."""
    person = {"edit": "locked", "if_down": "block_with_notice"}
    purposes = tuple(Choice(code, LABEL) for code in ("employment", "study", "travel", "other"))
    methods = tuple(Choice(code, LABEL) for code in ("download", "office", "post_office"))
    return definition(
        page(
            "about-you",
            question("name", "person_name", source="interior.person.name", **{**person, "edit": "report_error"}),
            question("id_number", "id_number", source="interior.person.id_number", **person),
            question("born_on", "date", source="interior.person.born_on", **person),
            question("phone", "phone", source="account.phone"),
        ),
        page(
            "purpose",
            question("purpose", "choice", options=purposes),
            question("employer", show_if="purpose == 'employment'", required=False, max=120),
            question("purpose_detail", show_if="purpose == 'other'", min=3, max=120),
        ),
        page("delivery", question("collect", "collection", options=methods)),
        collect=("download", "office", "post_office"),
        uses=("interior.person", "moj.criminal_record"),
        lists={
            "offices": (_choice("MOJ-RAM", "رام الله", "Ramallah"), _choice("MOJ-HBN", "الخليل", "Hebron")),
            "post_offices": (_choice("RAM-01", "رام الله", "Ramallah"),),
        },
    )


def certificate_session(made: Definition, answers: dict[str, Any] | None = None, **person: Any) -> FormSession:
    """Return Layla's form, her register changed as the keywords say."""
    registers = {"interior.person": {**PERSON, **person}, "moj.criminal_record": {"clear": True, "judgments": []}}
    account = {"phone": "+970599000101", "email": "layla@example.test"}
    return FormSession(definition=made, answers=answers or {}, registers=registers, today=TODAY, account=account)
