"""The `auth_req_id` of a request: made anew whenever it is needed, so that it is stored nowhere."""

import base64

from hukumati.identity import wiring
from hukumati.identity.models import BackchannelRequest
from hukumati.identity.ports import SecretUse


def request_id_of(request: BackchannelRequest) -> str:
    """Return the `auth_req_id` of a request: 256 bits that nobody else can tell (CIBA Core §7.3)."""
    made = wiring.derived_secrets().digest(SecretUse.BACKCHANNEL_REQUESTS, str(request.id))
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()
