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

OFFICES = {
    office.code: office
    for office in (
        Office(
            code="moj.judicial_register",
            title=Bilingual(
                ar="وزارة العدل – السجل العدلي الوطني", en="Ministry of Justice – National Criminal Register"
            ),
            organisation="Ministry of Justice (demonstration)",
            common_name="National Criminal Register (demonstration)",
        ),
    )
}
