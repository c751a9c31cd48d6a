from hukumati.core.parts import PartConfig


class TrustConfig(PartConfig):
    """Keys, certificates and seals: the certification authority."""

    name = "hukumati.trust"
    label = "trust"
