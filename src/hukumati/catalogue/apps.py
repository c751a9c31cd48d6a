from hukumati.core.parts import PartConfig


class CatalogueConfig(PartConfig):
    name = "hukumati.catalogue"
    label = "catalogue"
