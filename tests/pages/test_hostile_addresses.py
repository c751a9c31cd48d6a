"""Every address, with real applications, files and drafts behind it: no hostile request is a 500 or tells of anybody.

`project/tests/test_hostile_requests.py` draws requests at random, with nothing behind the addresses; here each address
is sent each kind of harm, as the person who works there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from hukumati.cases.actors import SYSTEM
from hukumati.cases.engine.act import record_note
from hukumati.cases.engine.kept_files import keep_file
from hukumati.cases.engine.loading import lock_case
from hukumati.cases.models import Request
from hukumati.cases.tests.asking import asking_service, in_state
from hukumati.cases.tests.conftest import KHALED, LAYLA, NOW, YOUNG, Citizen, Pay, edge, pay, pay_silently, soon
from hukumati.cases.tests.files import picture
from hukumati.project.tests.hostile import ADDRESSES, DEEP, FIELDS, UUID, filled
from hukumati.studio import api as studio

__all__ = ["edge", "pay", "pay_silently"]

MARKUP: Final = "'\"><svg onload=alert(1)>"
NUMBERS: Final = ("9" * 5000, "-1", "1e999999", "٩" * 400, "0x10", "1_0", str(2**63))
CURSORS: Final = (
    "b9.t9.n9",
    "n" + "9" * 18,
    "t" + "9" * 18,
    "b1.b1.b1.b1",
    "n-1",
    "n٣",
    ".",
    "b1.n1.t1.n1.n1",
    "t0.n0",
)
IN_PATHS: Final = (
    "%00",
    "%ED%A0%80",
    "%FF%FE",
    "9" * 5000,
    "%2e%2e%2f%2e%2e%2fetc",
    "%0d%0aSet-Cookie:a=b",
    "%E2%80%AE",
)
BOUNDARY: Final = "x"
PARTS: Final = (
    b"",
    b"--x",
    b"--x\r\n\r\n\r\n--x--",
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="\0"\r\n\r\na\r\n--x--\r\n',
    b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename*=utf-99''%00\r\n\r\na\r\n--x--\r\n",
    b'--x\r\nContent-Disposition: form-data; name="q"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="q"\r\nContent-Type: a/b; charset=utf-99\r\n\r\n\xff\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="\xff\xfe"\r\n' + b"a: b\r\n" * 2000 + b"\r\na\r\n--x--\r\n",
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../a.png"\r\n\r\n\x89PNG\r\n--x--\r\n',
)
FORMS: Final = (
    "application/x-www-form-urlencoded; charset=utf-99",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=idna",
    "multipart/form-data; charset=rot13; boundary=x",
    "application/x-www-form-urlencoded; charset=rot13",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    f"multipart/form-data; boundary={'x' * 300}",
    "multipart/form-data; boundary=\xe9",
    "text/xml",
    "application/json; charset=rot13",
    ";;;",
)
VALUES_OF_JSON: Final = (
    b"[]", b"null", b'"a"', b"1", b"1e999999", b'{"a":1,"a":2}', b'{"MFEP":[]}', b'{"MFEP":{"MsgHeader":[]}}',
    b'{"MFEP":{"MsgHeader":{},"MsgBody":"a"}}', b'{"MFEP":' * 60 + b"1" + b"}" * 60, b'{"id":{"$ne":1}}',
    b'{"event":["a"],"data":7}', b"{", b"\xef\xbb\xbf{}", b"NaN", b'{"a":"\\ud800"}', b"9" * 4400,
)  # fmt: skip
HEADERS: Final = (
    {"Cookie": "session=\0; csrf=\xe9; session=a; __Host-session=b; device=x"},
    {"Cookie": "sign-in=" + "A" * 4000 + "; flow=!!!; kept=e30; attempt=x"},
    {"Accept-Language": "-" * 5000 + ",ar;q=x"},
    {"Accept": "\0", "Range": "bytes=9-1,-0", "If-Modified-Since": "Sun, 99 Foo 99999 99:99:99 GMT"},
    {"If-None-Match": '"', "X-Forwarded-For": "::::, 999.9.9.9", "Forwarded": "for=\"", "X-Forwarded-Host": "evil"},
    {"Authorization": "Basic \xe9"}, {"Authorization": "Bearer a.b.c"}, {"Authorization": "Basic " + "A" * 9000},
    {"DPoP": "a.b.c"}, {"Content-Length": "-1"}, {"Referer": "http://[::1"}, {"Origin": "null"},
    {"X-Requested-With": "\0", "Sec-Fetch-Site": "cross-site"}, {"X-Http-Method-Override": "DELETE"},
)  # fmt: skip
HOSTS: Final = (
    "\0", "evil.example", "portal.localhost:8000@evil", "portal.localhost:99999999", "portal.localhost:", "[::1",
    "xn--", "PORTAL.localhost.:8000", "a" * 5000, "portal.localhost/evil", "٣.localhost", "portal.localhost:8000\\evil",
)  # fmt: skip
ROLES: Final = {
    "studio/": "ANA-0101 moj - analyst", "desk/": "MOJ-0003 moj MOJ-RAM clerk", "holidays/": "CAB-0001 cab - cabinet",
    "reassigned/": "MOJ-0009 moj - supervisor", "citizens/": "MOI-0006 moi - identity_officer",
    "proposals/": "MOI-0006 moi - identity_officer", "fraud/": "MOI-0006 moi - identity_officer",
}  # fmt: skip
OFFICER: Final = "MOJ-0001 moj - officer"
MACHINES: Final = ("pay.", "id.")
ROWS_OF_IDENTITY: Final = (
    "question_id", "passkey_id", "session_id", "mandate_id", "registration_id", "recovery_id", "account_id",
    "verification_id", "letter_id", "look_id", "search_id", "proposal_id", "signal_id", "stream_id",
)  # fmt: skip
PUBLIC: Final = frozenset({".well-known/openid-configuration", ".well-known/ssf-configuration", "jwks"})
"""Keys and addresses of the provider, which everybody may keep."""


@dataclass(frozen=True)
class House:
    """What stands behind the addresses: the values of their parameters."""

    values: dict[str, tuple[str, ...]]

    def paths(self, route: str, converters: dict[str, Any]) -> Iterator[str]:
        """Fill in a route as often as it takes to reach every value."""
        given = {name: self.values[name] for name in converters}
        count = max((len(values) for values in given.values()), default=1)
        for row in islice(zip(*(cycle(values) for values in given.values()), strict=False), count) if given else [()]:
            yield filled(route, dict(zip(given, row, strict=True)))


@pytest.fixture
def house(transactional_db: None, data_folder: Any, edge: Any, tmp_path: Any, pay: Pay, settings: Any) -> House:
    settings.MIDDLEWARE = [
        "hukumati.web.tests.visiting.Visiting" if name.endswith("PersonMiddleware") else name
        for name in settings.MIDDLEWARE
    ]
    call_command("service_publish", str(asking_service(tmp_path / "services")), verbosity=0)
    call_command("trust_setup", verbosity=0)
    invited, draft = Citizen(LAYLA, now=soon()), Citizen(KHALED)
    in_state(invited, pay, "invited")
    draft.fill()
    with transaction.atomic():
        locked = lock_case(invited.reference)
        kept = keep_file(locked, "request:1", name="a.png", media="image/png", content=picture("PNG"), now=NOW)
        record_note(locked, action="request_answered", actor=SYSTEM, data={"papers": [kept.answer()]}, now=NOW)
        locked.save()
    written = studio.open_draft(analyst=studio.Analyst("ANA-0101", "moj"), code="MOJ-NCC", now=NOW)
    asked = Request.objects.filter(case__reference=invited.reference).values_list("id", flat=True)
    return House({
        "reference": (invited.reference, draft.reference), "request_id": tuple(map(str, asked)) or ("1",),
        "appointment_id": ("1",), "upload_id": (str(kept.id),), "draft_id": (str(written.id),), "attempt_id": (UUID,),
        "slug": ("non-conviction-certificate",), "code": ("MOJ-NCC",), "number": ("1",), "serial": ("NC-2026-0000001",),
        "page_id": ("about-you", "purpose", "delivery"), "channel": ("card", "agent_cash"), "path": ("form.yaml",),
        "element_id": ("person.id_number",), "contract_id": ("moi.person",), "client_id": ("portal",),
        **dict.fromkeys(ROWS_OF_IDENTITY, (UUID,)),
    })  # fmt: skip


def visitor_of(host: str, route: str, house: House, path: str) -> str:
    if host.startswith("portal"):
        return f"sub-{KHALED if house.values['reference'][1] in path else LAYLA}"
    return next((who for part, who in ROLES.items() if route.startswith(part)), OFFICER)


def requests_to(path: str, *, is_machine: bool, with_headers: bool) -> Iterator[dict[str, Any]]:
    """Yield each kind of harm for one address; JSON in full where machines call, headers where they are asked for."""
    for value in ("\0", MARKUP, *NUMBERS, *CURSORS):
        yield {"method": "GET", "path": f"{path}?{urlencode(dict.fromkeys(FIELDS, value))}"}
    for raw in ("%ED%A0%80", "%FF", "%", "%00"):
        pairs = "&".join(f"{name}={raw}&{name}[]={raw}&{name}={raw}" for name in FIELDS)
        yield {"method": "GET", "path": f"{path}?{pairs}"}
        yield {"method": "POST", "path": path, "data": pairs.encode(), "content_type": FORMS[0].partition(";")[0]}
    fields = urlencode(dict.fromkeys(FIELDS, MARKUP)).encode()
    for content_type in FORMS:
        yield {"method": "POST", "path": path, "data": fields, "content_type": content_type}
    for part in PARTS:
        yield {
            "method": "POST",
            "path": path,
            "data": part,
            "content_type": f"multipart/form-data; boundary={BOUNDARY}",
        }
    for text in (*VALUES_OF_JSON, *DEEP) if is_machine else (*VALUES_OF_JSON[:2], *DEEP[:1]):
        yield {"method": "POST", "path": path, "data": text, "content_type": "application/json"}
    if with_headers:
        for headers in HEADERS:
            yield {"method": "GET", "path": path, "headers": headers}
        yield {"method": "TRACE", "path": path}
        yield {"method": "A" * 300, "path": path}
    for charset in ("rot13", "utf-16", "idna", "undefined") if with_headers else ("rot13",):
        rotten = {"content_type": f"text/plain; charset={charset}"}
        yield {"method": "GET", "path": f"{path}?q=%D8%B9&page=2&after=x", **rotten}


def send(host: str, visitor: str, sent: dict[str, Any]) -> HttpResponse:
    """Send one request; what it changed is taken back."""
    client = Client(raise_request_exception=False)
    headers = {"host": host, "x-visitor": visitor, **sent.pop("headers", {})}
    with transaction.atomic():
        answer: Any = client.generic(sent.pop("method"), sent.pop("path"), **sent, headers=headers)
        transaction.set_rollback(True)
    return answer  # type: ignore[no-any-return]


def faults_of(answer: HttpResponse, *, secrets: tuple[str, ...], is_public: bool) -> Iterator[str]:
    """Yield what is wrong with an answer: a defect, what others may not read, markup that was sent, missing headers."""
    text = "" if answer.streaming else answer.getvalue().decode("utf-8", "replace")
    if answer.status_code >= 500:
        yield str(answer.status_code)
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    yield from (f"tells of {secret}" for secret in secrets if secret in text + headers)
    yield from (f"{own} in a header" for own in (LAYLA, KHALED) if own in headers)
    if MARKUP in text and "html" in answer.headers.get("Content-Type", ""):
        yield "markup"
    missing = {"X-Frame-Options", "X-Content-Type-Options", "Content-Security-Policy"} - {*answer.headers}
    yield from (f"no {name}" for name in sorted(missing))
    if not is_public and "no-store" not in answer.headers.get("Cache-Control", ""):
        yield f"may be kept: {answer.headers.get('Cache-Control')}"


def test_no_address_with_something_behind_it_breaks_or_tells_of_anybody(house: House) -> None:
    found = set()
    for place, (host, route, converters) in enumerate(ADDRESSES):
        paths = [*house.paths(route, converters)]
        shares, kinds = min(len(paths), 3), {"is_machine": host.startswith(MACHINES), "with_headers": place % 4 == 0}
        for number, path in enumerate(paths):
            visitor = visitor_of(host, route, house, path)
            strangers = (KHALED if visitor.endswith(LAYLA) else LAYLA,) if visitor.startswith("sub-") else ()
            for sent in islice(requests_to(path, **kinds), number % shares, None, shares):
                about = f"{host}/{route}: {str(sent)[:300]}"
                answer = send(host, visitor, sent)
                found |= {
                    f"{what}: {about}" for what in faults_of(answer, secrets=strangers, is_public=route in PUBLIC)
                }
    assert sorted(found) == []


def test_hostile_parameters_of_addresses_are_no_defect(house: House) -> None:
    found = set()
    for host, route, converters in ADDRESSES:
        for name, value in ((name, value) for name in converters for value in IN_PATHS):
            path = filled(route, {each: value if each == name else house.values[each][0] for each in converters})
            visitor = visitor_of(host, route, house, path)
            for method in ("GET", "POST"):
                answer = send(host, visitor, {"method": method, "path": path})
                found |= {
                    f"{what}: {method} {host}{path[:200]}" for what in faults_of(answer, secrets=(), is_public=True)
                }
    assert sorted(found) == []


def test_what_belongs_to_somebody_tells_a_stranger_nothing(house: House) -> None:
    """Another citizen, and an official of another ministry, learn of an application not even that it is there."""
    for host, route, converters in ADDRESSES:
        if not {"reference", "draft_id"} & {*converters}:
            continue
        is_portal = host.startswith("portal")
        for path in house.paths(route, converters):
            owner = visitor_of(host, route, house, path)
            stranger = f"sub-{YOUNG}" if is_portal else "MOH-0009 moh - officer"
            for method in ("GET", "POST"):
                answer = send(host, stranger, {"method": method, "path": path})
                told = answer.getvalue().decode("utf-8", "replace")
                assert answer.status_code >= 300, (owner, method, path)
                assert not [own for own in (LAYLA, KHALED, "599000101") if own in told], (method, path)


@pytest.mark.django_db
def test_an_odd_host_is_refused_or_led_home(caplog: pytest.LogCaptureFixture) -> None:
    for host in HOSTS:
        for path in ("/", "//evil.example", "/\\evil.example", "/applications/?next=//evil.example"):
            answer = send(host, "", {"method": "GET", "path": path})
            assert answer.status_code < 500, (host, path)
            to = urlsplit(answer.headers.get("Location", ""))
            assert to.hostname in {None, "portal.localhost", "id.localhost"}, (host, path)
            assert to.scheme in {"", "http"}, (host, path)
            assert 'href="//evil' not in answer.getvalue().decode(), (host, path)
    assert [each for each in caplog.records if each.exc_info] == []  # nobody fills the log with tracebacks
