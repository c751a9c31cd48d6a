"""A worker: does the jobs of all queues until it is told to stop."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hukumati.project.settings")


def main() -> None:
    """This will set Django up and work."""
    import django

    django.setup()
    from hukumati.core.jobs import app

    app.with_connector(app.connector.get_worker_connector()).run_worker(concurrency=3)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
