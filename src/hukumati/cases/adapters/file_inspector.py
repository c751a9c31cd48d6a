"""The inspection of uploads in confined programs, so that a hostile file costs nothing but one of them."""

from typing import Final, get_args

from hukumati.cases.domain.paper_faults import Fault, PaperRefused
from hukumati.cases.ports import InspectorBusy
from hukumati.core.confined_programs import ConfinedPrograms, ProgramEnded, ProgramsBusy
from hukumati.service_language.api import MediaType

SECONDS: Final = 15.0
MEDIA: Final[dict[str, MediaType]] = {each: each for each in get_args(MediaType)}
FAULTS: Final[dict[str, Fault]] = {each: each for each in get_args(Fault)}

programs: Final = ConfinedPrograms("hukumati.cases.adapters.file_inspection_program", seconds=SECONDS)


class FileInspector:
    """Asks the program, whose answer is one word."""

    def media_of(self, content: bytes) -> MediaType:
        """Find what a file is. Raises PaperRefused, InspectorBusy."""
        try:
            word = programs.ask(content).decode("ascii", "replace")
        except ProgramsBusy:
            raise InspectorBusy from None
        except ProgramEnded:
            raise PaperRefused("too_complex") from None
        if word in MEDIA:
            return MEDIA[word]
        raise PaperRefused(FAULTS.get(word, "broken"))
