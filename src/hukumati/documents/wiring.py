"""Which adapter fills which port in this deployment."""

from functools import cache

from django.conf import settings

from hukumati.core.qr_codes import ZxingDrawer
from hukumati.documents.adapters.code_cipher import SecretKeyCipher
from hukumati.documents.adapters.document_store import FileDocumentStore
from hukumati.documents.adapters.inspector_process import PdfInspector
from hukumati.documents.adapters.template_check_process import TemplateCheckProcess
from hukumati.documents.adapters.typesetting_pool import TypesettingPool
from hukumati.documents.ports import (
    CodeCipher,
    DocumentStore,
    Inspector,
    QrDrawer,
    Sealer,
    TemplateChecker,
    Typesetter,
)


def document_store() -> DocumentStore:
    """Return the store of this deployment's sealed documents."""
    return FileDocumentStore(folder=settings.HUKUMATI.data_dir / "documents")


def typesetter() -> Typesetter:
    """Return the typesetter, which works in confined programs; its bundles are kept in the data folder."""
    return TypesettingPool(bundles=settings.HUKUMATI.data_dir / "bundles")


@cache
def sealer() -> Sealer:
    """Return the sealer."""
    # imported late: pyHanko takes half a second to load, which processes that never seal need not pay
    from hukumati.documents.adapters.sealer import PadesSealer

    return PadesSealer()


def inspector() -> Inspector:
    """Return the inspector of PDF files."""
    return PdfInspector()


def template_checker() -> TemplateChecker:
    """Return the checker of templates."""
    return TemplateCheckProcess()


def qr_drawer() -> QrDrawer:
    """Return the drawer of QR codes."""
    return ZxingDrawer()


def code_cipher() -> CodeCipher:
    """Return the cipher of printed codes, keyed from the platform's secret key."""
    return SecretKeyCipher(secret=settings.SECRET_KEY)
