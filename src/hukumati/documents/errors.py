"""What may go wrong with a document. The tree is drawn atop `api`."""

from hukumati.core.errors import HukumatiError


class DocumentsError(HukumatiError):
    code = "documents.error"
    status = 500


class SealUnavailable(DocumentsError):
    code = "documents.seal_unavailable"
    status = 503


class TemplateFailed(DocumentsError):
    code = "documents.template_failed"


class DocumentDamaged(DocumentsError):
    code = "documents.damaged"


class NoSuchDocument(DocumentsError):
    code = "documents.no_such_document"
    status = 404


class TooManyChecks(DocumentsError):
    code = "documents.too_many_checks"
    status = 429
