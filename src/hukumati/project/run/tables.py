"""Whether a run's tables were made by a release: between releases, migrations are written anew."""

import hashlib
import json
from pathlib import Path

from hukumati.project.config import REPOSITORY

KEPT = "tables.json"
OLDER = """
The data in {folder} were made before release 0.2.0, or by a commit between two releases: their tables are not those of
any release, and cannot be moved to this version.
Keep what you need of that folder, then move it away and start again.
"""


def refuse_older(data_dir: Path) -> None:
    """Refuse a data folder whose tables no release made, and say what to do."""
    kept, present = data_dir / KEPT, _digests()
    made = json.loads(kept.read_text()) if kept.exists() else {}
    if any(present.get(name) != digest for name, digest in made.items()):
        raise SystemExit(OLDER.format(folder=data_dir).strip())
    kept.write_text(json.dumps(present, indent=1))


def _digests() -> dict[str, str]:
    files = sorted((REPOSITORY / "src" / "hukumati").glob("*/migrations/[0-9]*.py"))
    return {f"{file.parts[-3]}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
