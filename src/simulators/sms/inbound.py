"""Messages from telephones to the client's number, passed on as Kannel's `sms-service` with `post-url` does."""

import httpx

FORWARD_SECONDS = 10


class InboundClient:
    """Posts what a telephone sends to the client: the text as body, the sender in a header of Kannel's."""

    def __init__(self, *, url: str, host: str, username: str, password: str) -> None:
        self._url = url
        headers = {"Host": host} if host else {}
        self._client = httpx.AsyncClient(
            auth=(username, password), headers=headers, timeout=FORWARD_SECONDS, trust_env=False
        )

    async def forward(self, *, sender: str, text: str) -> bool:
        """Return whether the client took the message; without an address nobody does."""
        if not self._url:
            return False
        headers = {"Content-Type": "text/plain; charset=UTF-8", "X-Kannel-From": sender, "X-Kannel-To": "5050"}
        try:
            response = await self._client.post(self._url, content=text.encode(), headers=headers)
        except httpx.HTTPError:
            return False
        return response.is_success
