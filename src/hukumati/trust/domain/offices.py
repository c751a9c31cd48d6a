"""The offices that may seal, and the authorities above them."""

from dataclasses import dataclass

from hukumati.core.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Office:
    code: str
    title: Bilingual
    organisation: str
    common_name: str


@dataclass(frozen=True, slots=True)
class Authority:
    label: str
    common_name: str


ORGANISATION = "Hukumati demonstration"
ROOT_AUTHORITY = Authority(label="root", common_name="Hukumati demonstration root")
SEAL_AUTHORITY = Authority(label="issuing-seals", common_name="Hukumati demonstration issuer of agency seals")


def _office(code: str, ar: str, en: str, organisation: str, name: str) -> Office:
    return Office(
        code=code,
        title=Bilingual(ar=ar, en=en),
        organisation=f"{organisation} (demonstration)",
        common_name=f"{name} (demonstration)",
    )


OFFICES = {
    office.code: office
    for office in (
        _office(
            "moj.judicial_register",
            "وزارة العدل – السجل العدلي الوطني",
            "Ministry of Justice – National Criminal Register",
            "Ministry of Justice",
            "National Criminal Register",
        ),
        _office(
            "mot.licensing",
            "وزارة النقل والمواصلات – سلطة الترخيص",
            "Ministry of Transport – Licensing Authority",
            "Ministry of Transport",
            "Licensing Authority",
        ),
        _office(
            "moi.civil_status",
            "وزارة الداخلية – الأحوال المدنية",
            "Ministry of Interior – Civil Status",
            "Ministry of Interior",
            "Civil Status",
        ),
        _office(
            "moi.passports",
            "وزارة الداخلية – الجوازات",
            "Ministry of Interior – Passports",
            "Ministry of Interior",
            "Passports",
        ),
        _office(
            "moh.insurance",
            "وزارة الصحة – التأمين الصحي",
            "Ministry of Health – Health Insurance",
            "Ministry of Health",
            "Health Insurance",
        ),
        _office(
            "mof.property_tax",
            "وزارة المالية – ضريبة الأملاك",
            "Ministry of Finance – Property Tax",
            "Ministry of Finance",
            "Property Tax",
        ),
        _office(
            "pla.land_registry",
            "سلطة الأراضي – دائرة تسجيل الأراضي",
            "Land Authority – Land Registry",
            "Land Authority",
            "Land Registry",
        ),
    )
}
