"""The design system: one look, one set of components, for every page of the platform."""

from hukumati.core.parts import PartConfig


class DesignConfig(PartConfig):
    name = "hukumati.core.design"
    label = "design"
