"""Leaving the digest of an anchor in the message logs of two security servers, ours and another agency's."""

from django.conf import settings

from hukumati.interoperability import wiring
from hukumati.interoperability.domain.messages import RegisterRequest
from hukumati.interoperability.domain.witness_log import witness_id
from hukumati.interoperability.errors import AnchorNotWitnessed
from hukumati.interoperability.ports import NoResponse


def witness_anchor(*, number: int, digest: str) -> None:
    """Ask the witness for its list of services under an id that holds the digest: both logs keep it, signed.

    Any registered client may ask that, and nobody's data are in it. Raises AnchorNotWitnessed; asking again is right.
    """
    request = RegisterRequest(
        id=witness_id(number=number, digest=digest),
        service=f"{settings.HUKUMATI.anchor_witness}/listMethods",
        path="",
        subject_id="none",
        purpose="audit.anchor",
        user="system:trust",
        issue=f"anchor-{number}",
    )
    try:
        response = wiring.exchange().send(request)
    except NoResponse as silence:
        raise AnchorNotWitnessed(str(silence)) from silence
    if response.status != 200 or response.error_type:
        raise AnchorNotWitnessed(response.error_type or str(response.status))
