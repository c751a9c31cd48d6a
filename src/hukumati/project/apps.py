from hukumati.core.parts import PartConfig


class ProjectConfig(PartConfig):
    name = "hukumati.project"
    label = "project"
