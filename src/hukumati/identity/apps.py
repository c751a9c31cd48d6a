from hukumati.core.parts import PartConfig


class IdentityConfig(PartConfig):
    """Who a person is: accounts, signing in, and the OpenID provider."""

    name = "hukumati.identity"
    label = "identity"
