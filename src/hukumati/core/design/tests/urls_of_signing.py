"""The two addresses that the header of a page looks for."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("sign-in", nothing, name="sign_in"), path("sign-out", nothing, name="sign_out")]
