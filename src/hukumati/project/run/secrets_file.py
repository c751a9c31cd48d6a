"""The demonstration's secrets: made by chance at the first start, kept beside its data, readable by its user alone."""

import json
import secrets
from pathlib import Path
from typing import Final

NAMES: Final = (
    "SECRET_KEY", "PORTAL_CLIENT_SECRET", "WORKPLACE_CLIENT_SECRET", "ACQUIRER_API_KEY", "ACQUIRER_WEBHOOK_SECRET",
    "EBPP_PASSWORD", "SMS_PASSWORD", "SAMPLE_SITE_SECRET",
)  # fmt: skip


def find(data_dir: Path) -> dict[str, str]:
    """Return HUKUMATI_… variables with the secrets that were made before; none where there are none."""
    return load(data_dir) if (data_dir / "secrets.json").exists() else {}


def load(data_dir: Path) -> dict[str, str]:
    """Return HUKUMATI_… variables with secret values, the same ones at each start."""
    path = data_dir / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    kept = {name: known.get(name) or secrets.token_urlsafe(32) for name in NAMES}
    if kept != known:
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(kept, indent=1))
        fresh.replace(path)
    return {f"HUKUMATI_{name}": value for name, value in kept.items()}
