"""Error types in both spellings, and faults as JSON, XML and SOAP (X-Road 7.8)."""

import json
import re
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape

_PREFIXES = "client server clientproxy serverproxy signer service_failed signature_verification"
_CODES = """
io_error network_error internal_error bad_request not_found http_error unknown_host database_error invalid_request
invalid_response cannot_create_signature cert_validation missing_validation_info incorrect_validation_info
cannot_create_cert_path cert_validity_time incorrect_certificate unsupported_algorithm invalid_signature_value
malformed_signature invalid_xml invalid_reference invalid_cert_path invalid_hash_chain malformed_hash_chain
hashchain_unused_inputs invalid_hash_chain_ref ssl_authentication_failed logging_failed timestamping_failed
invalid_content_type invalid_soap_action invalid_http_method invalid_message invalid_security_server
mime_parsing_failed missing_header missing_header_field duplicate_header_field missing_body invalid_body
inconsistent_headers inconsistent_response missing_soap invalid_soap missing_rest invalid_rest access_denied
service_disabled missing_signature unknown_service invalid_protocol_version invalid_client_identifier service_type
client_proxy_version_not_supported asic_invalid_container asic_mime_type_not_found asic_invalid_mime_type
asic_message_not_found asic_signature_not_found asic_hash_chain_result_not_found asic_hash_chain_not_found
asic_timestamp_not_found asic_manifest_not_found unknown_member malformed_server_conf malformed_global_conf
malformed_optional_parts_conf global_conf_outdated service_missing_url service_malformed_url hsm_non_operational
maintenance_mode malformed_anchor anchor_file_not_found key_not_found cert_not_found csr_not_found token_not_found
token_not_active token_not_initialized token_not_available token_readonly cannot_sign unsupported_sign_algorithm
cert_exists wrong_cert_usage login_failed logout_failed pin_incorrect cert_import_failed timestamper_failed
"""
CODES = frozenset(_CODES.split())
_IRREGULAR = {
    "io_error": "IOError",
    "hashchain_unused_inputs": "HashChainUnusedInputs",
    "global_conf_outdated": "OutdatedGlobalConf",
    "hsm_non_operational": "HSMNonOperational",
    "token_readonly": "TokenReadOnly",
    "clientproxy": "ClientProxy",
    "serverproxy": "ServerProxy",
}
_WITHOUT_LEGACY = {"unknown_host", "malformed_anchor", "anchor_file_not_found"}
_LEGACY = {
    word: _IRREGULAR.get(word, "".join(part.capitalize() for part in word.split("_")))
    for word in CODES.union(_PREFIXES.split()) - _WITHOUT_LEGACY
}
_CURRENT = {legacy: word for word, legacy in _LEGACY.items()}
JSON_TYPE = "application/json;charset=utf-8"
MAX_FAULT_BYTES = 65536
_TYPE = re.compile(r"[A-Za-z0-9_.]{1,200}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


class ExchangeError(Exception):
    """A message cannot be carried: `code` is one of `CODES`; the server that raises it adds its own prefix."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class PeerFault(Exception):
    """The other security server refused; its fault goes to the client unchanged."""

    def __init__(self, fault: "Fault") -> None:
        super().__init__(fault.type)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as a client sees it: `type` in the current spelling, `detail` a UUID to quote to the operators."""

    type: str
    message: str
    detail: str

    @property
    def status(self) -> int:
        """500 for an error of a server, 400 for one of the client."""
        return 500 if self.type.lower().startswith("server.") else 400

    def body(self, *, content_type: str, legacy: bool = False) -> bytes:
        """Return the body in a content type that `error_content_type` chose."""
        return self._json(legacy) if content_type == JSON_TYPE else self._xml(legacy)

    def type_spelled(self, legacy: bool) -> str:
        """Return the type in the current or the legacy spelling."""
        return legacy_spelling(self.type) if legacy else self.type

    def _json(self, legacy: bool) -> bytes:
        fields = {"type": self.type_spelled(legacy), "message": self.message, "detail": self.detail}
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()

    def _xml(self, legacy: bool) -> bytes:
        fields = {"type": self.type_spelled(legacy), "message": self.message, "detail": self.detail}
        inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items())
        return f'<?xml version="1.0" encoding="UTF-8"?><error>{inner}</error>'.encode()

    def soap(self, *, legacy: bool = False) -> bytes:
        """Return the SOAP 1.1 Fault that carries errors between servers, for REST too."""
        return _SOAP.format(*map(escape, (self.type_spelled(legacy), self.message, self.detail))).encode()


_SOAP = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault>'
    "<faultcode>{}</faultcode><faultstring>{}</faultstring><detail>"
    '<xroad:faultDetail xmlns:xroad="http://x-road.eu/xsd/xroad.xsd">{}</xroad:faultDetail>'
    "</detail></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>"
)


def legacy_spelling(error_type: str) -> str:
    """Spell a type as X-Road before 7.8; codes without such a form stay as they are."""
    return ".".join(_LEGACY.get(word, word) for word in error_type.split("."))


def current_spelling(error_type: str) -> str:
    """Spell a type as X-Road since 7.8, from either spelling."""
    return ".".join(_CURRENT.get(word, word) for word in error_type.split("."))


def error_content_type(accept: str) -> str:
    """Return the content type of an error: XML if `Accept` names one of three XML types, else JSON."""
    accepted = {part.split(";")[0].strip().lower() for part in accept.split(",")}
    if "application/xml" in accepted and "text/xml" not in accepted:
        return "application/xml;charset=utf-8"
    if accepted & {"text/xml", "application/xml", "text/*"}:
        return "text/xml;charset=utf-8"
    return JSON_TYPE


def parse_soap_fault(data: bytes) -> Fault:
    """Parse a peer's SOAP 1.1 Fault; raises `ExchangeError` (`invalid_soap`) for anything else."""
    if len(data) > MAX_FAULT_BYTES:
        raise ExchangeError("invalid_soap", "The fault is too long")
    reader = _FaultReader()
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, _DoctypeDeclared) as error:
        raise ExchangeError("invalid_soap", "The fault is not well-formed XML") from error
    if _TYPE.fullmatch(reader.texts.get("faultcode", "").strip()) is None:
        raise ExchangeError("invalid_soap", "The message is not a SOAP fault")
    return Fault(
        type=current_spelling(reader.texts["faultcode"].strip()),
        message=_printable(reader.texts.get("faultstring", "")),
        detail=_printable(reader.texts.get("faultDetail", "")),
    )


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text).strip()


class _DoctypeDeclared(Exception):
    """A peer declared a document type: its entities could expand without end or name local files (XXE)."""


class _FaultReader:
    """Collects the text of each element by its local name."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.names: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self.names.append(name.rpartition(" ")[2])
        self.texts.setdefault(self.names[-1], "")

    def _end(self, _name: str) -> None:
        self.names.pop()

    def _text(self, text: str) -> None:
        self.texts[self.names[-1]] += text

    def _doctype(self, *_declaration: object) -> None:
        raise _DoctypeDeclared
