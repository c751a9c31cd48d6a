"""How many ways each service is taken: the same few in every run, or as many others as `make walks` is told."""

import os
from typing import Final

from hypothesis import HealthCheck, settings

MORE: Final = os.environ.get("HUKUMATI_WALKS", "")
walks_of_each_service: Final = settings(
    max_examples=int(MORE or 2), derandomize=not MORE, database=None, suppress_health_check=list(HealthCheck)
)
