"""Tables of identity, a file for each thing. Secrets are stored as digests, personal texts encrypted."""

from hukumati.identity.models.accounts import Account, AccountState, LoginSession
from hukumati.identity.models.approvals import DeviceApproval
from hukumati.identity.models.attempts import LoginAttempt, OneTimeCode
from hukumati.identity.models.backchannel_requests import BackchannelRequest, KnownSubject, SilencedSite
from hukumati.identity.models.client_keys import FetchedKeys
from hukumati.identity.models.client_registrations import ClientFault, ClientRegistration
from hukumati.identity.models.clients import Client, ClientAuthMethod, ClientState
from hukumati.identity.models.consents import ConsentGiven, ConsentQuestion
from hukumati.identity.models.contacts import Channel, CodePurpose, ContactChange, ContactCode, Disavowal
from hukumati.identity.models.devices import DeviceRequest
from hukumati.identity.models.factors import (
    CodeSheet,
    KeyInvitation,
    Passkey,
    PasskeyChallenge,
    RecoveryCode,
    SheetCode,
    TotpSecret,
)
from hukumati.identity.models.fraud_signals import FraudSignal
from hukumati.identity.models.grants import AccessToken, Code, Grant, RefreshToken
from hukumati.identity.models.locks import Lock
from hukumati.identity.models.looks import Look
from hukumati.identity.models.mandates import Mandate, Organisation, Person
from hukumati.identity.models.proposals import Proposal
from hukumati.identity.models.pushed_requests import PushedRequest
from hukumati.identity.models.recoveries import Recovery
from hukumati.identity.models.registration_tokens import RegistrationToken
from hukumati.identity.models.registrations import PaperCode, PaperPurpose, Registration
from hukumati.identity.models.replay import UsedIdentifier
from hukumati.identity.models.signals import (
    LeftOutSubject,
    ServiceToken,
    SignalReceiver,
    SignalStream,
    WaitingSignal,
)
from hukumati.identity.models.verifications import Verification

__all__ = [
    "AccessToken",
    "Account",
    "AccountState",
    "BackchannelRequest",
    "Channel",
    "Client",
    "ClientAuthMethod",
    "ClientFault",
    "ClientRegistration",
    "ClientState",
    "Code",
    "CodePurpose",
    "CodeSheet",
    "ConsentGiven",
    "ConsentQuestion",
    "ContactChange",
    "ContactCode",
    "DeviceApproval",
    "DeviceRequest",
    "Disavowal",
    "FetchedKeys",
    "FraudSignal",
    "Grant",
    "KeyInvitation",
    "KnownSubject",
    "LeftOutSubject",
    "Lock",
    "LoginAttempt",
    "LoginSession",
    "Look",
    "Mandate",
    "OneTimeCode",
    "Organisation",
    "PaperCode",
    "PaperPurpose",
    "Passkey",
    "PasskeyChallenge",
    "Person",
    "Proposal",
    "PushedRequest",
    "Recovery",
    "RecoveryCode",
    "RefreshToken",
    "Registration",
    "RegistrationToken",
    "ServiceToken",
    "SheetCode",
    "SignalReceiver",
    "SignalStream",
    "SilencedSite",
    "TotpSecret",
    "UsedIdentifier",
    "Verification",
    "WaitingSignal",
]
