from hukumati.core.parts import PartConfig


class InteroperabilityConfig(PartConfig):
    name = "hukumati.interoperability"
    label = "interoperability"
