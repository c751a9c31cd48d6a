"""A question before what cannot be undone: the first click asks, the second one does it; without JavaScript too."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hukumati.web.sending.marks import NOT_TYPED

SURE: Final = "sure"


def ask_first(
    request: HttpRequest, *, question: str, text: str, yes: str, back_url: str, also: str = ""
) -> HttpResponse | None:
    """Return a page that asks, and posts the same once more with the answer; None where it is answered already.

    `also` is a paragraph of its own after the text: what becomes of money, say.
    """
    if request.POST.get(SURE) == "yes":
        return None
    posted = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "question": question,
        "text": text,
        "also": also,
        "yes": yes,
        "back_url": back_url,
        "posted": [(name, value) for name, value in posted if name not in {SURE, *NOT_TYPED}],
    }
    return render(request, "web/confirm.html", context)
