from importlib import import_module

from hukumati.core.parts import PartConfig


class CatalogueConfig(PartConfig):
    name = "hukumati.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Import what tells identity which services take mandates, besides the part's handlers."""
        super().ready()
        import_module("hukumati.catalogue.mandate_takers")
