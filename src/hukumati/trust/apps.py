from hukumati.core.parts import PartConfig


class TrustConfig(PartConfig):
    name = "hukumati.trust"
    label = "trust"
