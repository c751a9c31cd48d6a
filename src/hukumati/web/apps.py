from hukumati.core.parts import PartConfig


class WebConfig(PartConfig):
    name = "hukumati.web"
    label = "web"
