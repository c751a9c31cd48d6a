"""Anchors the hash chains once an hour."""

from hukumati.core import clock
from hukumati.core.jobs import app, retrying
from hukumati.trust.use_cases.anchors import anchor_chains


@app.periodic(cron="7 * * * *")
@app.task(name="trust.anchor", queue="upkeep", retry=retrying(), queueing_lock="trust.anchor")
def anchor(timestamp: int) -> None:
    """Sign the heads of all chains and write them outside the database."""
    anchor_chains(now=clock.now())
