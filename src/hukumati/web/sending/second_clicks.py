"""A second click gets the first one's answer: no withdrawal is "not possible any more" because it has just happened.

A page's token is made anew whenever the page is, so that the same form with the same token is the same act, sent twice.
Kept is each person's last act alone: whatever they did in between, the act is judged anew. The first click may have
been the last thing a session did, such as signing out: the second one needs no session.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from hukumati.core import clock, keeping
from hukumati.core.json import canonical_json
from hukumati.core.locks import one_at_a_time
from hukumati.web.sending.marks import CSRF, mark_of, posted_mark

REMEMBERED_FOR: Final = timedelta(minutes=10)
_PURPOSE: Final = "last_act"
_DONE: Final = frozenset({302, 303})


class SecondClickMiddleware:
    """Lets the same form of the same page act once; clicks at the same moment wait for each other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        whose = (mark_of(request) or posted_mark(request)) if request.method == "POST" else ""
        if not whose or CSRF not in request.POST:
            return self.get_response(request)
        person, act = f"{request.get_host()}:{whose}", _act(request)
        with one_at_a_time(f"act:{person}:{act}"):
            last = keeping.find(purpose=_PURPOSE, key=person, now=clock.now())
            if last is not None and last["act"] == act:
                return HttpResponseRedirect(last["location"])
            was_signed_in = bool(mark_of(request))
            response = self.get_response(request)
            if response.status_code in _DONE and was_signed_in:
                done = {"act": act, "location": response.headers["Location"]}
                keeping.keep(purpose=_PURPOSE, key=person, value=done, lifetime=REMEMBERED_FOR, now=clock.now())
        return response


def _act(request: HttpRequest) -> str:
    """Return a digest of what was sent: where to, every field with the page's token, and the files."""
    sent = [request.get_full_path(), sorted(request.POST.lists()), sorted(_files(request))]
    return hashlib.sha256(canonical_json(sent)).hexdigest()


def _files(request: HttpRequest) -> list[tuple[str, str, str]]:
    found = []
    for field, files in request.FILES.lists():
        for file in files:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
            found.append((field, str(file.name), digest.hexdigest()))
    return found
