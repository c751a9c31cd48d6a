"""What the tests issue: Layla's certificate, from the template as it is published."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date, now
from hukumati.documents.api import IssueRequest, Template
from hukumati.documents.domain.typesetting import DocumentFields

FOLDER = "moj/non-conviction-certificate/documents"
JUDGMENT = {
    "number": "2019/1441",
    "court_ar": "محكمة صلح الخليل",
    "court_en": "Hebron Magistrates Court",
    "decided_on": "2019-03-04",
    "offence_ar": "إتلاف مال الغير",
    "offence_en": "Damage to property",
    "sentence_ar": "غرامة 200 دينار",
    "sentence_en": "Fine of 200 JOD",
}
DATA: dict[str, Any] = {
    "name_ar": "ليلى محمود إبراهيم الزيتوني",
    "name_en": "Layla Mahmoud Ibrahim Al-Zaytouni",
    "id_number": "400000006",
    "born_on": "1990-05-12",
    "purpose_ar": "التقدم لوظيفة",
    "purpose_en": "Employment",
    "statement": "clear",
    "judgments": [],
}
FIELDS: DocumentFields = {
    "language": "both",
    "serial": "NC-2026-0000001",
    "code": "7K3M9-2QDXW",
    "qr": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>',
    "verify_url": "https://portal.example.test/v",
    "issued": [2026, 11, 23],
    "valid_until": None,
    "issuer_ar": "وزارة العدل",
    "issuer_en": "Ministry of Justice",
    "signatory_ar": "سامر الحاج",
    "signatory_en": "Samer Al-Hajj",
    "post_ar": "كاتب عدل",
    "post_en": "Notary",
    "place_ar": "نابلس",
    "place_en": "Nablus",
    "legal_basis_ar": None,
    "legal_basis_en": None,
}
"""What a template reads under `document`, without the data of an office or a law that anybody knows."""
OWNER = "sub-of-layla"
Ask = Callable[..., IssueRequest]


def template(name: str) -> Template:
    path = settings.HUKUMATI.services_dir / FOLDER / f"{name}.typ"
    return Template(source=path.read_text(encoding="utf-8"), name=name)


def ask(*, key: str = "NCC-TEST:1:certificate", valid_days: int = 90, **changes: Any) -> IssueRequest:
    """A request to issue the certificate, changed as the test wishes."""
    today: date = changes.pop("issued_on", local_date(now()))
    fields: dict[str, Any] = {
        "kind": "ps.moj.non-conviction",
        "serial_prefix": "NC",
        "template": template("certificate"),
        "title": Bilingual(ar="شهادة عدم محكومية", en="Non-conviction certificate"),
        "seal": "moj.judicial_register",
        "owner": OWNER,
        "case_reference": "NCC-7K3M-92QD",
        "bound": "400000006",
        "issued_on": today,
        "valid_until": today + timedelta(days=valid_days),
        "optional": ("judgments",),
    }
    return IssueRequest(key=key, data={**DATA, **changes.pop("data", {})}, **{**fields, **changes})
