"""What documents are written in: one language of the platform, or both beside each other."""

from typing import Final, Literal, get_args

DocumentLanguage = Literal["ar", "en", "both"]
DOCUMENT_LANGUAGES: Final[tuple[DocumentLanguage, ...]] = get_args(DocumentLanguage)
