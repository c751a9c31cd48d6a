"""Identifiers read from what people type or paste: ID numbers, telephone numbers, e-mail addresses, IBANs."""

import re
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

import idna
import phonenumbers

from hukumati.core.typed import bare_code, plain

_MOBILE_ABROAD: Final = re.compile(r"(?:\+|00)?97[02]0?(5[69][0-9]{7})")
"""Palestinian mobiles are reached under both prefixes; the + and the trunk 0 are often wrong."""
_OTHER_ABROAD: Final = re.compile(r"(?:\+|00)?(97[02])0?([1-9][0-9]{7,8})")
LONGEST: Final = 40
"""Of a telephone number, with what groups its digits."""
LONGEST_EMAIL: Final = 254
"""RFC 5321 §4.5.3.1.3 allows a path of 256, with its brackets."""
LONGEST_WEB_ADDRESS: Final = 500
_IN_PATHS: Final = "%/:?#[]@!$&'()*+,;=-._~"
IBAN_LENGTH: Final = 29
"""Of a Palestinian IBAN: country, two check digits, four letters of the bank, 21 of the account."""
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL_PART: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_GROUPS: Final = re.compile("[,'\u00b7\u060c\u066c\u2019\u2022]")
"""What spreadsheets and lists put between groups of digits."""
_NAMED_MAILBOX: Final = re.compile(r"[^<>@]*<([^<>]+)>[\s.,;\u060c\u061b]*")
"""A name before an address in angle brackets (RFC 5322 §3.4)."""
_OPENS_EMAIL: Final = " <([\"\u201c\u201e\u00ab\u2018'"
_CLOSES_EMAIL: Final = " >)]\"\u201d\u201c\u00bb\u2019'.,;:!\u060c\u061b"
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{0,57}}[a-z0-9])")
_MOBILE: Final = frozenset({phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE})


class InvalidIdNumber(ValueError):
    """Not an identity number: nine digits of which the last checks the others."""


class InvalidPhone(ValueError):
    """Not a telephone number that can be dialled."""


class NotMobile(InvalidPhone):
    """A telephone number at which no text message arrives."""


class InvalidEmail(ValueError):
    """Not an e-mail address that mail can be sent to."""


class InvalidWebAddress(ValueError):
    """Not an address of the World Wide Web."""


class InvalidIban(ValueError):
    """Not an international bank account number (ISO 13616)."""


def check_digit_ok(digits: str) -> bool:
    """Return whether nine ASCII digits pass the check sum (weights 1,2,1,2,… from the left; Luhn)."""
    total = 0
    for position, digit in enumerate(digits):
        product = int(digit) * (1 + position % 2)
        total += product - 9 if product > 9 else product
    return total % 10 == 0 and len(set(digits)) > 1


def parse_id_number(text: str, *, strict: bool = True) -> str:
    """Return the nine digits of an identity number, zeros kept; not strict, the check digit may be wrong."""
    digits = _GROUPS.sub("", bare_code(text).rpartition(":")[2])  # "ID: 400,000,006"
    if not re.fullmatch("[0-9]{9}", digits) or len(set(digits)) == 1:
        raise InvalidIdNumber("An identity number has nine digits.")
    if strict and not check_digit_ok(digits):
        raise InvalidIdNumber("The last digit does not fit the others.")
    return digits


def parse_phone(text: str) -> str:
    """Return a telephone number in E.164; a number without a country is Palestinian (+970).

    Mobiles that begin with 56 or 59 are Palestinian under either prefix; of other numbers +970 and +972 stay as typed.
    """
    bare = re.sub(r"[()\[\]]", "", bare_code(text)).rpartition(":")[2]  # "tel:+970…"
    if len(bare) > LONGEST or not re.fullmatch(r"\+?[0-9]+", bare):
        raise InvalidPhone("A telephone number has digits only, with + before the country.")
    if mobile := _MOBILE_ABROAD.fullmatch(bare):
        return f"+970{mobile[1]}"
    if abroad := _OTHER_ABROAD.fullmatch(bare):
        bare = f"+{abroad[1]}{abroad[2]}"
    try:
        number = phonenumbers.parse(bare, "PS")
    except phonenumbers.NumberParseException:
        raise InvalidPhone("This is not a telephone number.") from None
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone("There is no such telephone number.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def parse_mobile(text: str) -> str:
    """Return a mobile number in E.164, at which text messages arrive. Raises NotMobile for a landline, InvalidPhone."""
    number = parse_phone(text)
    if phonenumbers.number_type(phonenumbers.parse(number)) not in _MOBILE:
        raise NotMobile("This is not a mobile number.")
    return number


def parse_email(text: str) -> str:
    """Return an e-mail address, its domain in the ASCII form that mail servers use ("xn--…"), in small letters.

    The local part is a dot-string (RFC 5321 §4.1.2): no dot begins or ends it, no two stand together. Quoted strings
    are refused, as nearly every mailbox provider does. What address books and texts put around an address is left out:
    the name of a mailbox ("Layla <layla@example.test>"), quotation marks, brackets, "mailto:", spaces beside the "@".
    """
    bare = plain(text[: 2 * LONGEST_EMAIL]).strip()
    if named := _NAMED_MAILBOX.fullmatch(bare):
        bare = named[1]
    bare = bare.lstrip(_OPENS_EMAIL).rstrip(_CLOSES_EMAIL)
    if bare[:7].lower() == "mailto:":
        bare = bare[7:].partition("?")[0].lstrip(_OPENS_EMAIL).rstrip(_CLOSES_EMAIL)
    local, domain = (each.strip() for each in bare.rpartition("@")[::2])
    name = _ascii_domain(domain)
    if len(local) > 64 or len(f"{local}@{name}") > LONGEST_EMAIL:
        raise InvalidEmail("An e-mail address is shorter.")
    if not _LOCAL_PART.fullmatch(local) or not _DOMAIN.fullmatch(name):
        raise InvalidEmail("This is not an e-mail address.")
    return f"{local}@{name}"


def _ascii_domain(domain: str) -> str:
    """Return a domain's A-labels (RFC 5891), in small letters."""
    try:
        return idna.encode(domain.lower(), uts46=True).decode()
    except UnicodeError:
        raise InvalidEmail("There is no such domain.") from None


def parse_web_address(text: str) -> str:
    """Return an address of the World Wide Web as browsers send it (RFC 3986); without a scheme it is https.

    Names of hosts become ASCII (RFC 5891), other letters are percent-encoded. Addresses with a user name are refused:
    they only mislead whoever reads them.
    """
    bare = plain(text[: 2 * LONGEST_WEB_ADDRESS]).strip().strip("<>")
    bare = bare if "://" in bare else f"https://{bare}"
    try:
        parts = urlsplit(bare)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise InvalidWebAddress("This is not a web address.") from None
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc or any(each.isspace() for each in bare):
        raise InvalidWebAddress("This is not a web address.")
    try:
        host = idna.encode((parts.hostname or "").lower(), uts46=True).decode()
    except UnicodeError:
        raise InvalidWebAddress("There is no such host.") from None
    path, query, fragment = (quote(each, safe=_IN_PATHS) for each in (parts.path or "/", parts.query, parts.fragment))
    address = urlunsplit((parts.scheme.lower(), f"{host}{port}", path, query, fragment))
    if not _DOMAIN.fullmatch(host) or len(address) > LONGEST_WEB_ADDRESS:
        raise InvalidWebAddress("There is no such host.")
    return address


def parse_iban(text: str) -> str:
    """Return an IBAN in capitals without spaces or hyphens, its check digits right; a Palestinian one has 29 signs.

    ISO 13616: the first four characters moved to the end, letters as 10 to 35, the number is 1 modulo 97.
    """
    bare = bare_code(text).removeprefix("IBAN").lstrip(":")
    has_length = len(bare) == IBAN_LENGTH or not bare.startswith("PS")
    if not re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", bare) or not has_length:
        raise InvalidIban("An IBAN begins with two letters and two digits.")
    if int("".join(str(int(character, 36)) for character in bare[4:] + bare[:4])) % 97 != 1:
        raise InvalidIban("The check digits do not fit the others.")
    return bare
