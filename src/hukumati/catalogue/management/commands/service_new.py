"""Scaffold a service: `manage.py service_new` asks its questions, unless every answer is given as an option."""

from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hukumati.catalogue.scaffolding.new_service import scaffold_service
from hukumati.catalogue.scaffolding.templates import NewService, NewServiceRefused
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date, now


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question of the command: the option that answers it, its wording, and the default answer."""

    option: str
    question: str
    default: str | None = None


PROMPTS: Final = (
    Prompt("provider", "Provider, a key of services/shared/providers.yaml"),
    Prompt("code", "Code that people see, such as MOJ-NCC"),
    Prompt("slug", "Name in addresses, such as non-conviction-certificate"),
    Prompt("name-ar", "Name in Arabic"),
    Prompt("name-en", "Name in English"),
    Prompt("summary-ar", "What it is, one sentence in Arabic"),
    Prompt("summary-en", "What it is, one sentence in English"),
    Prompt("kind", "paid (issues a document) or enquiry (shows what a register answers)", "paid"),
    Prompt("register", "Register contract to ask besides interior.person, such as mot.fines; none if empty", ""),
)
PAID_PROMPTS: Final = (
    Prompt("fee", "Fee", "20.00"),
    Prompt("currency", "Currency: ILS, JOD or USD", "ILS"),
    Prompt("decided-by", "Who decides: officer, or nobody (issued by itself)", "officer"),
    Prompt("collect", "How it is received: any of download,office,post_office", "download"),
)


class Command(BaseCommand):
    help = "Make the folder of a new service; it passes service_check at once."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        for prompt in (*PROMPTS, *PAID_PROMPTS):
            parser.add_argument(f"--{prompt.option}", dest=prompt.option, help=prompt.question)
        parser.add_argument("--no-input", action="store_true", help="take the default answers where none is given")
        parser.add_argument("--into", type=Path, help="the directory of folders; services/PROVIDER if left out")

    def handle(self, *args: object, into: Path | None, no_input: bool, **options: object) -> None:
        answers = {prompt.option: self._answer(prompt, options, no_input=no_input) for prompt in PROMPTS}
        if answers["kind"] == "paid":
            answers |= {prompt.option: self._answer(prompt, options, no_input=no_input) for prompt in PAID_PROMPTS}
        try:
            files = scaffold_service(service=_service(answers), today=local_date(now()))
        except NewServiceRefused as refused:
            raise CommandError(str(refused)) from None
        folder = (into or settings.HUKUMATI.services_dir / answers["provider"]) / answers["slug"]
        _write(folder, files)
        self.stdout.write(f"{folder}: {len(files)} files")
        self.stdout.write(f"Now: manage.py service_check {folder}, then change what is illustrative.")

    def _answer(self, prompt: Prompt, options: dict[str, object], *, no_input: bool) -> str:
        given = options[prompt.option]
        if given is not None:
            return str(given).strip()
        if no_input:
            if prompt.default is None:
                raise CommandError(f"--{prompt.option} is needed.")
            return prompt.default
        typed = input(f"{prompt.question}{f' [{prompt.default}]' if prompt.default else ''}: ").strip()
        return typed or prompt.default or ""


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
