"""Sites of somebody else, each a Node program with an off-the-shelf client library, and the person in front of them."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from hukumati.project.run.platform import Platform
from hukumati.project.run.ports import free_port
from tests.journeys.database import change
from tests.people import PASSWORD, Visitor, code_in, messages_to, wait_for

HERE: Final = Path(__file__).parent
LAYLA: Final = "400000006"
PHONE: Final = "+970599000101"
SECRET: Final = "a-secret-of-the-conformance-tests-only"
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """A registered client and the address where its program listens."""

    client_id: str
    address: str
    settings: Mapping[str, Any]


def register(
    platform: Platform,
    name: str,
    *,
    method: str = "client_secret_basic",
    keys: Sequence[Any] = (),
    options: Mapping[str, Any] | None = None,
) -> Site:
    """Register a site of another body, which asks for consent; `{address}` in its settings is where it listens."""
    port = free_port()
    site = Site(f"{name}-{port}", f"http://127.0.0.1:{port}", {"issuer": platform.urls["identity"], "method": method})
    change(
        platform,
        """
        INSERT INTO identity_client (client_id, token_endpoint_auth_method, secret_digest, jwks, name_ar, name_en,
          redirect_uris, post_logout_redirect_uris, initiate_login_uri, scopes, sector, needs_consent, settings)
        VALUES (%s, %s, %s, %s, 'موقع جهة أخرى', 'A site of another body', %s, %s, %s, %s, %s, true, %s)
        """,
        site.client_id,
        method,
        sha256(SECRET.encode()).digest() if "secret" in method else None,
        json.dumps({"keys": list(keys)}) if keys else None,
        [f"{site.address}/callback"],
        [f"{site.address}/bye"],
        f"{site.address}/sign-in",
        ["openid", "phone", "email", "identity"],
        site.client_id,
        json.dumps(_settled(options or {}, site.address)),
    )
    return site


def _settled(options: Mapping[str, Any], address: str) -> dict[str, Any]:
    """Return settings with the site's address in its place."""
    texts = {name: value.replace("{address}", address) for name, value in options.items() if isinstance(value, str)}
    return {**options, **texts}


@contextmanager
def running(site: Site, library: str, flow: str, **settings: Any) -> Iterator["Conversation"]:
    """Run a site's program on one flow, and end it with the block."""
    given = {**site.settings, "client_id": site.client_id, "secret": SECRET, "address": site.address, "flow": flow}
    with subprocess.Popen(
        ["node", HERE / f"{library}.mjs"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin
        process.stdin.write(json.dumps({**given, **settings}) + "\n")
        process.stdin.flush()
        try:
            yield Conversation(process)
        finally:
            process.kill()


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a program says, line by line."""

    process: "subprocess.Popen[str]"

    def hear(self) -> Line:
        """Return the next thing that the program says; a program that failed fails the test with its own words."""
        assert self.process.stdout
        assert self.process.stderr
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        heard: Line = json.loads(line)
        return heard

    def until_result(self, answer: Callable[[Line], None]) -> Line:
        """Answer everything the program says until it is done, and return its result."""
        while "result" not in (line := self.hear()):
            answer(line)
        result: Line = line["result"]
        return result


class Person(Visitor):
    """A person who comes to sites of other bodies, with a browser without JavaScript."""

    def go(self, url: str) -> None:
        """Open what a site redirects to, and do what the pages ask until the site has her back."""
        self.browser.get(url)
        for _ in range(8):
            if not self._step():
                return
        raise AssertionError(f"still at {self.page.url}: {self.page.text[:400]}")

    def _step(self) -> bool:
        """Fill in the page that is open; false if it is not the provider's, or nothing is to be filled in."""
        names = {name for form in self.page.html.xpath("//main//form") for name in form.fields}
        if self.page.html.xpath("//form[contains(@action, '//127.0.0.1')]"):  # form_post, which a script would send
            self.browser.submit(action="//127.0.0.1")
        elif "password" in names:
            self.before = len(messages_to(self.platform, self.phone))
            self.browser.submit(holding="password", login=self.login, password=PASSWORD)
        elif "code" in names:
            message = wait_for("the code", lambda: messages_to(self.platform, self.phone)[self.before :])[-1]
            self.browser.submit(holding="code", code=code_in(message["text"]))
        elif "answer" in names or self.page.html.xpath("//button[@name='answer']"):
            self.browser.submit(holding="csrfmiddlewaretoken", answer="yes")
        else:
            return False
        return True
