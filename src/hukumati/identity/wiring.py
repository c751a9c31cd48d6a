"""Which adapter fills which port in this deployment."""

from collections.abc import Iterable

from django.conf import settings

from hukumati.core.qr_codes import ZxingDrawer
from hukumati.identity.adapters import breached_passwords, people_file
from hukumati.identity.adapters.camara_sim_swap import CamaraSimSwap
from hukumati.identity.adapters.derived_secrets import SecretsOfSettings
from hukumati.identity.adapters.guarded_web import GuardedWeb
from hukumati.identity.adapters.jwe_encrypter import JoseEncrypter
from hukumati.identity.adapters.jws_signer import JwsSigner
from hukumati.identity.adapters.jws_verifier import JoseVerifier
from hukumati.identity.adapters.network_places import PlacesOfFile
from hukumati.identity.adapters.password_hasher import Argon2id
from hukumati.identity.adapters.pyotp_codes import PyotpCodes
from hukumati.identity.adapters.webauthn_passkeys import WebAuthnPasskeys
from hukumati.identity.domain.fictional_people import FictionalPeople
from hukumati.identity.ports import (
    DerivedSecrets,
    NetworkPlaces,
    OutsideWeb,
    PasskeyReader,
    PasswordHasher,
    QrDrawer,
    SignatureVerifier,
    SimSwapSignal,
    TokenEncrypter,
    TokenSigner,
    TotpCodes,
)

_SIGNER, _SECRETS, _HASHER = JwsSigner(), SecretsOfSettings(), Argon2id()
_ENCRYPTER = JoseEncrypter()
_VERIFIER = JoseVerifier()


def token_signer() -> TokenSigner:
    """Return the signer of ID tokens."""
    return _SIGNER


def token_encrypter() -> TokenEncrypter:
    """Return what encrypts to clients."""
    return _ENCRYPTER


def derived_secrets() -> DerivedSecrets:
    """Return the secrets that derive from the deployment's own."""
    return _SECRETS


def password_hasher() -> PasswordHasher:
    """Return the hasher of human passwords."""
    return _HASHER


def is_breached(password: str) -> bool:
    """Return whether a password, in lower case, is known from breaches, and so tried first."""
    return breached_passwords.is_breached(password)


def write_breached_passwords(passwords: Iterable[str]) -> int:
    """Replace the passwords that are known from breaches, and return how many there are."""
    return breached_passwords.write(passwords)


def signature_verifier() -> SignatureVerifier:
    """Return the verifier of what clients signed."""
    return _VERIFIER


def outside_web() -> OutsideWeb:
    """Return the way to addresses that clients named; sites of the demonstration are on this machine."""
    return GuardedWeb(allows_loopback=settings.HUKUMATI.demo)


def passkey_reader() -> PasskeyReader:
    """Return the one that speaks with authenticators."""
    return WebAuthnPasskeys()


def totp_codes() -> TotpCodes:
    """Return the one that computes codes of authenticator apps."""
    return PyotpCodes()


def qr_drawer() -> QrDrawer:
    """Return the drawer of QR codes."""
    return ZxingDrawer()


def fictional_people() -> FictionalPeople:
    """Return the people of the demonstration, or of a sandbox."""
    return people_file.read(settings.HUKUMATI.people_file)


def sim_swap_signal() -> SimSwapSignal | None:
    """Return what tells of swapped SIM cards; None where no operator is connected."""
    config = settings.HUKUMATI
    if not config.sim_swap_url or config.sim_swap_client_secret is None:
        return None
    secret = config.sim_swap_client_secret.get_secret_value()
    return CamaraSimSwap(config.sim_swap_url, config.sim_swap_token_url, config.sim_swap_client_id, secret)


def network_places() -> NetworkPlaces:
    """Return what knows where networks are."""
    return PlacesOfFile(settings.HUKUMATI.network_places_file)
