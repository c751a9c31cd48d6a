"""Begin a service: `manage.py service_new`, which asks; or with every answer as an option, which does not."""

from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hukumati.catalogue.scaffolding.new_service import scaffold_service
from hukumati.catalogue.scaffolding.templates import NewService, NewServiceRefused
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the command: the option that answers it, what is asked, and the usual answer."""

    option: str
    question: str
    usual: str | None = None


QUESTIONS: Final = (
    Asked("provider", "Provider, a key of services/shared/providers.yaml"),
    Asked("code", "Code that people see, such as MOJ-NCC"),
    Asked("slug", "Name in addresses, such as non-conviction-certificate"),
    Asked("name-ar", "Name in Arabic"),
    Asked("name-en", "Name in English"),
    Asked("summary-ar", "What it is, one sentence in Arabic"),
    Asked("summary-en", "What it is, one sentence in English"),
    Asked("kind", "paid (issues a document) or enquiry (shows what a register answers)", "paid"),
    Asked("register", "Register contract to ask besides interior.person, such as mot.fines; none if empty", ""),
)
OF_THE_PAID: Final = (
    Asked("fee", "Fee", "20.00"),
    Asked("currency", "Currency: ILS, JOD or USD", "ILS"),
    Asked("decided-by", "Who decides: officer, or nobody (issued by itself)", "officer"),
    Asked("collect", "How it is received: any of download,office,post_office", "download"),
)


class Command(BaseCommand):
    help = "Make the folder of a new service that passes service_check at once."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        for asked in (*QUESTIONS, *OF_THE_PAID):
            parser.add_argument(f"--{asked.option}", dest=asked.option, help=asked.question)
        parser.add_argument("--no-input", action="store_true", help="take the usual answers where none is given")
        parser.add_argument("--into", type=Path, help="the directory of folders; services/PROVIDER if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        answers = {asked.option: self._answer(asked, options) for asked in QUESTIONS}
        if answers["kind"] == "paid":
            answers |= {asked.option: self._answer(asked, options) for asked in OF_THE_PAID}
        try:
            files = scaffold_service(service=_service(answers), today=now().date())
        except NewServiceRefused as refused:
            raise CommandError(str(refused)) from None
        folder = (options["into"] or settings.HUKUMATI.services_dir / answers["provider"]) / answers["slug"]
        _write(folder, files)
        self.stdout.write(f"{folder}: {len(files)} files")
        self.stdout.write(f"Now: manage.py service_check {folder}, then change what is illustrative.")

    def _answer(self, asked: Asked, options: dict[str, Any]) -> str:
        given: str | None = options[asked.option]
        if given is not None:
            return given.strip()
        if options["no_input"]:
            if asked.usual is None:
                raise CommandError(f"--{asked.option} is needed.")
            return asked.usual
        told = input(f"{asked.question}{f' [{asked.usual}]' if asked.usual else ''}: ").strip()
        return told or asked.usual or ""


def _service(answers: dict[str, str]) -> NewService:
    if answers["kind"] not in ("paid", "enquiry"):
        raise NewServiceRefused("The kind is paid or enquiry.")
    if answers.get("decided-by", "officer") not in ("officer", "nobody"):
        raise NewServiceRefused("Who decides is officer or nobody.")
    return NewService(
        code=answers["code"],
        slug=answers["slug"],
        name=Bilingual(ar=answers["name-ar"], en=answers["name-en"]),
        summary=Bilingual(ar=answers["summary-ar"], en=answers["summary-en"]),
        provider=answers["provider"],
        kind="enquiry" if answers["kind"] == "enquiry" else "paid",
        register=answers["register"],
        fee=answers.get("fee", "0"),
        currency=answers.get("currency", "ILS"),
        decided_by="nobody" if answers.get("decided-by") == "nobody" else "officer",
        collect=tuple(each.strip() for each in answers.get("collect", "").split(",") if each.strip()),
    )


def _write(folder: Path, files: dict[str, str]) -> None:
    if folder.exists():
        raise CommandError(f"{folder} is there already.")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
