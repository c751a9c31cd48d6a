"""The settings as the type checker reads them: those of the demonstration."""

import os

os.environ.setdefault("HUKUMATI_DEMO", "1")

from hukumati.project.settings import *  # noqa: F403
