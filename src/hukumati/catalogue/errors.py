"""The errors of the catalogue: the tree is drawn atop `api.py`."""

from typing import ClassVar

from hukumati.core.errors import HukumatiError


class CatalogueError(HukumatiError):
    code: ClassVar[str] = "catalogue.error"


class NoSuchService(CatalogueError):
    code: ClassVar[str] = "catalogue.no_such_service"
    status: ClassVar[int] = 404
