"""Refusals of the endpoints that clients call: OAuth errors as JSON (RFC 6749 §5.2)."""

from collections.abc import Mapping

from django.http import HttpResponse

from hukumati.identity.http.oidc.responses import refuse


class Refused(Exception):
    """The request is refused with an error of a registered name."""

    def __init__(
        self, error: str, description: str = "", *, status: int = 400, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status
        self.headers = headers or {}

    def as_response(self) -> HttpResponse:
        """Return the response, which no cache may store."""
        response = refuse(self.error, status=self.status, description=self.description)
        for name, value in self.headers.items():
            response[name] = value
        return response
