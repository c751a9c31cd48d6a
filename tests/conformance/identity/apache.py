"""Apache with `mod_auth_openidc` as a site of another body, in and out. Run by `make conformance`."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
import pytest

from hukumati.project.run.platform import Platform
from tests.conformance.identity.sites import LAYLA, PHONE, SECRET, Person, Site, register
from tests.people import wait_for

pytestmark = pytest.mark.platform
MODULES: Final = ("mpm_event", "authn_core", "authz_core", "authz_user", "dir", "auth_openidc")
CONFIGURATION: Final = """
ServerRoot {folder}
ServerName {host}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
Listen 127.0.0.1:{port}
DocumentRoot {folder}/pages
DirectoryIndex index.html

OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration
OIDCClientID {client_id}
OIDCClientSecret {secret}
OIDCRedirectURI {address}/callback
OIDCScope "openid phone"
OIDCPKCEMethod S256
OIDCIDTokenSignedResponseAlg ES256
OIDCCryptoPassphrase of-this-test-only-and-thrown-away
OIDCRemoteUserClaim phone_number
OIDCInfoHook userinfo id_token

<Location />
  AuthType openid-connect
  Require valid-user
</Location>
<Location /bye>
  AuthType None
  Require all granted
</Location>
"""


@pytest.fixture
def layla(platform: Platform) -> Iterator[Person]:
    """A person with a new browser."""
    person = Person(platform, LAYLA, PHONE, language="en")
    yield person
    person.browser.close()


@pytest.fixture
def apache(platform: Platform, tmp_path: Path) -> Iterator[Site]:
    """A site that Apache guards: whoever is not signed in is sent to the provider."""
    site = register(platform, "apache", options={"backchannel_logout_uri": "{address}/callback?logout=backchannel"})
    folder = tmp_path / "apache"
    (folder / "pages").mkdir(parents=True)
    (folder / "pages" / "index.html").write_text("<h1>Only for those who signed in</h1>")
    (folder / "pages" / "bye").write_text("<h1>Goodbye</h1>")
    with _served(site, folder):
        yield site


@contextmanager
def _served(site: Site, folder: Path) -> Iterator[None]:
    program = shutil.which("apache2") or "/usr/sbin/apache2"
    load = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in MODULES)
    url = httpx.URL(site.address)
    text = CONFIGURATION.format(
        folder=folder, host=url.host, port=url.port, address=site.address, client_id=site.client_id, secret=SECRET,
        issuer=site.settings["issuer"],
    )  # fmt: skip
    (folder / "apache.conf").write_text(load + text)
    with subprocess.Popen([program, "-X", "-f", folder / "apache.conf"]) as process:
        try:
            wait_for("Apache", lambda: (folder / "apache.pid").exists() and process.poll() is None)
            yield
        finally:
            process.terminate()


def test_a_page_of_apache_opens_after_signing_in(apache: Site, layla: Person) -> None:
    layla.go(f"{apache.address}/")
    assert layla.page.title == "Only for those who signed in"
    told = json.loads(layla.browser.client.get(f"{apache.address}/callback?info=json").text)
    assert told["userinfo"]["phone_number"] == PHONE
    assert told["id_token"]["iss"] == apache.settings["issuer"]


def test_who_leaves_apache_has_left_the_provider_too(apache: Site, layla: Person) -> None:
    layla.go(f"{apache.address}/")
    layla.browser.get(f"{apache.address}/callback?logout={apache.address}/bye")
    assert layla.page.url == f"{apache.address}/bye"
    layla.browser.get(f"{apache.address}/")
    assert layla.page.url.startswith(apache.settings["issuer"])
    assert layla.page.title == "Sign in"
