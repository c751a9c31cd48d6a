from hukumati.core.parts import PartConfig


class StudioConfig(PartConfig):
    name = "hukumati.studio"
    label = "studio"
