"""How many ways each service is taken: the same few in every run, or as many others as `make walks` is told."""

import os
from typing import Final

from hypothesis import HealthCheck, settings

MORE: Final = os.environ.get("HUKUMATI_WALKS", "")


def walks_of_each_service(few: int) -> settings:
    """Return the settings of a test that takes a service so few ways, or as many as the environment says."""
    return settings(
        max_examples=int(MORE or few), derandomize=not MORE, database=None, suppress_health_check=list(HealthCheck)
    )
