"""What may go wrong with a document. The tree is drawn atop `api`."""

from hukumati.core.errors import HukumatiError


class DocumentsError(HukumatiError):
    """The root of this part's errors."""

    code = "documents.error"
    status = 500


class SealUnavailable(DocumentsError):
    """The office's key is missing, broken or out of date; nothing was issued."""

    code = "documents.seal_unavailable"
    status = 503


class TemplateFailed(DocumentsError):
    """The template does not compile with these data."""

    code = "documents.template_failed"


class DataMissing(DocumentsError):
    """Something that the paper must say is empty; nothing was issued, and trying again changes nothing."""

    code = "documents.data_missing"

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(f"empty, and not optional: {', '.join(fields)}")
        self.fields = fields


class LettersMissing(DocumentsError):
    """The fonts of documents lack letters of the data; nothing was issued, and trying again changes nothing."""

    code = "documents.letters_missing"

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(f"the fonts of documents have no letter for {'; '.join(fields)}")
        self.fields = fields


class DocumentDamaged(DocumentsError):
    """The stored bytes or code are gone, or are not those that were stored."""

    code = "documents.damaged"


class NoSuchDocument(DocumentsError):
    """No document has this serial and owner."""

    code = "documents.no_such_document"
    status = 404


class InspectorBusy(DocumentsError):
    """As many files are being inspected as may be at once; the next is welcome in a minute."""

    code = "documents.inspector_busy"
    status = 503


class TooManyChecks(DocumentsError):
    """Too many verifications from one address, or for one serial."""

    code = "documents.too_many_checks"
    status = 429
