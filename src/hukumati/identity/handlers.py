"""What identity does when it hears a fact of its own."""

from hukumati.core.outbox import hears
from hukumati.identity.events import SessionEnded
from hukumati.identity.jobs import deliver_logout
from hukumati.identity.use_cases.backchannel_logout import sites_to_tell


@hears(SessionEnded)
def on_session_ended(event: SessionEnded) -> None:
    """Tell each site that the person signed in to, by a job of its own: none waits for another."""
    for client_id in sites_to_tell(sid=event.sid):
        deliver_logout.defer(sid=event.sid, client_id=client_id)
