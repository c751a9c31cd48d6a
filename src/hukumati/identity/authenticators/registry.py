"""The factors that are in use; each is a module beside this one."""

from collections.abc import Mapping
from typing import Final

from hukumati.identity.authenticators.base import Authenticator
from hukumati.identity.authenticators.email_code import EmailCodeAuthenticator
from hukumati.identity.authenticators.other_device import OtherDeviceAuthenticator
from hukumati.identity.authenticators.own_code import (
    PrintedCodeAuthenticator,
    RecoveryCodeAuthenticator,
    TotpAuthenticator,
)
from hukumati.identity.authenticators.passkey import PasskeyAuthenticator
from hukumati.identity.authenticators.password import PasswordAuthenticator
from hukumati.identity.authenticators.sms_code import SmsCodeAuthenticator
from hukumati.identity.domain.assurance import Factor

AUTHENTICATORS: Final[Mapping[Factor, Authenticator]] = {
    each.factor: each
    for each in (
        PasswordAuthenticator(),
        PasskeyAuthenticator(),
        OtherDeviceAuthenticator(),
        SmsCodeAuthenticator(),
        EmailCodeAuthenticator(),
        TotpAuthenticator(),
        PrintedCodeAuthenticator(),
        RecoveryCodeAuthenticator(),
    )
}
