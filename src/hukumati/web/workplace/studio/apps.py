from hukumati.core.parts import PartConfig


class StudioPagesConfig(PartConfig):
    name = "hukumati.web.workplace.studio"
    label = "web_studio"
