"""`python -m simulators.ministry_site --port 8309 --data DIR`; the client's secret is HUKUMATI_SAMPLE_SITE_SECRET."""

import argparse
import os
from pathlib import Path
from typing import Final

from starlette.applications import Starlette

from simulators.base.program import Simulator, run
from simulators.ministry_site.pages import SitePages
from simulators.ministry_site.provider import provider_of
from simulators.ministry_site.sessions import SCHEMA, SessionMiddleware, Sessions

TITLE: Final = ("المكتبات العامة: موقع تجريبي لوزارة", "Public libraries: a sample site of a ministry")
DEMO_SECRET: Final = "demonstration-only-not-a-secret"  # noqa: S105 - a simulator holds nothing of value


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options for the provider and for the site's own address."""
    parser.add_argument("--issuer", default="http://id.localhost:8001", help="the single sign-on")
    parser.add_argument("--client-id", default="ministry-site")
    parser.add_argument("--url", default="http://ministry.localhost:8309", help="where people reach the site")


def build(simulator: Simulator) -> Starlette:
    """Return the site's application."""
    secret = os.environ.get("HUKUMATI_SAMPLE_SITE_SECRET", DEMO_SECRET)
    sessions = Sessions(simulator.store)
    provider = provider_of(simulator.arguments, secret=secret)
    app = simulator.app(SitePages(simulator, provider, sessions, simulator.arguments.url).routes())
    app.add_middleware(SessionMiddleware, sessions=sessions)
    return app


if __name__ == "__main__":
    folder = Path(__file__).parent / "templates"
    run(name="ministry_site", title=TITLE, build=build, schema=SCHEMA, templates=folder, options=options)
