from hukumati.core.parts import PartConfig


class StudioConfig(PartConfig):
    name = "hukumati.web.workplace.studio"
    label = "studio"
