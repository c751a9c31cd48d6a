"""Keep this version's data for the upgrade test of the next: `make keep-release`, when a release is made."""

import sys
import tempfile
from pathlib import Path

from hukumati import __version__
from hukumati.project.releases import RELEASES
from tests.conftest import platform_folder, start_platform
from tests.upgrade.history import live
from tests.upgrade.kept_release import pack


def main() -> int:
    """Play the history on a fresh platform and write the archive."""
    archive = RELEASES / f"{__version__}.tar.xz"
    if archive.exists():
        sys.stderr.write(f"{archive} is kept already: a release is kept once.\n")
        return 1
    RELEASES.mkdir(exist_ok=True)
    with platform_folder() as folder, tempfile.TemporaryDirectory() as workplace:
        platform = start_platform(folder)
        try:
            pack(platform, archive, owners=live(platform), workplace=Path(workplace))
        finally:
            platform.stop()
    sys.stdout.write(f"{archive}: {archive.stat().st_size // 1024} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
