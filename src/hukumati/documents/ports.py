"""What documents need of the outside: a typesetter, a sealer, a store, an inspector of files, and smaller tools."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from hukumati.core.json import JsonObject
from hukumati.documents.domain.inspection import Inspection
from hukumati.documents.domain.typesetting import DocumentFields, Template, TemplateFault, TemplateSample, Typeset
from hukumati.trust.api import Seal


class Typesetter(Protocol):
    """Compiles templates to PDF/A."""

    def typeset(
        self,
        *,
        template: Template,
        data: JsonObject,
        fields: DocumentFields,
        issued_on: date,
        photo: bytes | None = None,
    ) -> Typeset:
        """Compile a template; the same input gives the same bytes. Raises TemplateFailed."""


class TemplateChecker(Protocol):
    """Compiles templates under limits, only to learn whether they compile."""

    def check(self, samples: Sequence[TemplateSample]) -> list[TemplateFault | None]:
        """Return the faults in order; fewer than `samples` when a template used up the limits."""


class QrDrawer(Protocol):
    """Draws QR codes."""

    def draw(self, text: str) -> str:
        """Return the QR code of a text as SVG."""


class Sealer(Protocol):
    """Applies PAdES seals, with keys that stay in trust."""

    def seal(self, *, pdf: bytes, seal: Seal, serial: str, contact: str) -> bytes:
        """Return the PDF with a certification signature that permits no later change. Raises SealUnavailable."""


class Inspector(Protocol):
    """Looks for our seal in a PDF."""

    def inspect_own(self, *, data: bytes, roots: Sequence[bytes], at: datetime) -> Inspection:
        """Inspect a file that is registered; certificates are judged at the moment `at`."""

    def inspect_untrusted(self, *, data: bytes, roots: Sequence[bytes]) -> Inspection | None:
        """Inspect any file under limits of time and memory; None if it cannot be read. Raises InspectorBusy."""


class DocumentStore(Protocol):
    """Keeps sealed bytes by key: files today; a database or an object store fills the port as well.

    A key is a path of two steps, YEAR/NAME; all attempts at one serial share a prefix (see `domain.numbering`).
    """

    def keep(self, *, key: str, content: bytes) -> None:
        """Store the bytes, whole; return when they are durable. What is stored is never overwritten."""

    def read(self, *, key: str) -> bytes | None:
        """Return the bytes, or None where there are none."""

    def keep_only(self, *, prefix: str, key: str) -> None:
        """Remove everything whose key begins with `prefix` but `key` itself."""


class CodeCipher(Protocol):
    """Encrypts printed codes at rest."""

    def encrypt(self, code: str) -> str:
        """Return a code as it is stored."""

    def decrypt(self, encrypted: str) -> str:
        """Return a stored code; raises DocumentDamaged if the key is another than it was."""
