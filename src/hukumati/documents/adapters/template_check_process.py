"""The template checker run in a process of its own, so that an endless template wastes nothing but that process."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from hukumati.documents.domain.typesetting import TemplateFault, TemplateSample

CPU_SECONDS: Final = 10
SECONDS: Final = 30


class TemplateCheckProcess:
    """Starts `template_check` for all samples at once."""

    def check(self, samples: Sequence[TemplateSample]) -> list[TemplateFault | None]:
        """Return the faults in order; fewer than `samples` when the program ended, or was ended, before the last."""
        answers = map(json.loads, _answers("".join(f"{_line(sample)}\n" for sample in samples)))
        return [None if answer is None else TemplateFault(**answer) for answer in answers]


def _line(sample: TemplateSample) -> str:
    template = sample.template
    request = {
        "source": template.source, "name": template.name, "data": sample.data, "is_limited": sample.is_limited,
        "language": sample.language, "has_photo": sample.has_photo,
    }  # fmt: skip
    return json.dumps(request)


def _answers(lines: str) -> list[bytes]:
    try:
        output = subprocess.run(
            [sys.executable, "-m", "hukumati.documents.adapters.template_check", str(CPU_SECONDS)],
            input=lines.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.defpath},
        ).stdout
    except subprocess.TimeoutExpired as over:
        output = over.stdout or b""
    # a last line without its end was cut off when the process was killed
    return output[: output.rfind(b"\n") + 1].splitlines()
