from hukumati.core.parts import PartConfig


class CoreConfig(PartConfig):
    name = "hukumati.core"
    label = "core"
