"""People about whom a site wants no signals, or wants them again (SSF 1.0 §8.1.3)."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings

from hukumati.identity.domain.pairwise import is_subject
from hukumati.identity.domain.signal_streams import InvalidStream
from hukumati.identity.models import LeftOutSubject, SignalStream

FORMATS: Final = frozenset({"iss_sub", "opaque", "email", "phone_number", "account", "uri", "aliases", "complex"})
MOST: Final = 100_000


def leave_out(stream: SignalStream, subject: object) -> None:
    """Tell a site nothing more about a person; strangers are answered alike. Raises InvalidStream."""
    sub = _sub_of(subject)
    if sub and stream.left_out.count() < MOST:
        LeftOutSubject.objects.get_or_create(stream=stream, sub=sub)


def take_in(stream: SignalStream, subject: object) -> None:
    """Tell a site about a person again; strangers are answered alike. Raises InvalidStream."""
    LeftOutSubject.objects.filter(stream=stream, sub=_sub_of(subject)).delete()


def _sub_of(subject: object) -> str:
    """Return the `sub` by which a site names a person; empty for any other name: sites know people by this one."""
    if not isinstance(subject, Mapping) or str(subject.get("format")) not in FORMATS:
        raise InvalidStream("subject is an object with a format of RFC 9493")
    sub = subject.get("sub")
    is_ours = subject["format"] == "iss_sub" and subject.get("iss") == settings.HUKUMATI.identity_url
    return sub if is_ours and isinstance(sub, str) and is_subject(sub) else ""
