from hukumati.core.parts import PartConfig


class CasesConfig(PartConfig):
    name = "hukumati.cases"
    label = "cases"
