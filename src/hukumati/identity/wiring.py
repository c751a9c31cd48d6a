"""Which adapter fills which port in this deployment."""

from hukumati.identity.adapters import common_passwords as common
from hukumati.identity.adapters.derived_secrets import SecretsOfSettings
from hukumati.identity.adapters.es256_signer import Es256Signer
from hukumati.identity.adapters.password_hasher import Argon2id
from hukumati.identity.ports import DerivedSecrets, PasswordHasher, TokenSigner

_SIGNER, _SECRETS, _HASHER = Es256Signer(), SecretsOfSettings(), Argon2id()


def token_signer() -> TokenSigner:
    """Return the signer of ID tokens."""
    return _SIGNER


def derived_secrets() -> DerivedSecrets:
    """Return the secrets that derive from the deployment's own."""
    return _SECRETS


def password_hasher() -> PasswordHasher:
    """Return the hasher of human passwords."""
    return _HASHER


def common_passwords() -> frozenset[str]:
    """Return the passwords that everybody tries first, in lower case."""
    return common.read()
