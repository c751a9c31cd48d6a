"""The files that a version was compiled from: kept with it, so that a draft can begin from them."""

import json
from uuid import UUID

from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.models import ServiceVersion, VersionSource


def store_source(*, version_id: UUID, folder: Folder) -> None:
    """Keep the folder's own files with its version, once."""
    own = folder.own()
    texts = {path: data.decode("utf-8-sig") for path, data in own.files.items()}
    kept = {"files": json.dumps(texts, ensure_ascii=False), "digest": own.digest()}
    VersionSource.objects.get_or_create(version_id=version_id, defaults=kept)


def find_source(*, version_id: UUID) -> dict[str, str] | None:
    """Return the texts of a version's files by their paths; None for one published without its files."""
    kept = VersionSource.objects.filter(version_id=version_id).values_list("files", flat=True).first()
    return None if kept is None else dict(json.loads(kept))


def is_superseded(*, folder: Folder) -> bool:
    """Return whether this folder was published as it is, and another one of the same service after it."""
    digest = folder.own().digest()
    published = VersionSource.objects.filter(digest=digest, version__service__slug=folder.name)
    current = ServiceVersion.objects.filter(service__slug=folder.name, service__current__source__digest=digest)
    return published.exists() and not current.exists()
