from hukumati.core.parts import PartConfig


class DocumentsConfig(PartConfig):
    name = "hukumati.documents"
    label = "documents"
