"""One mutated folder: it is checked, sketched, drawn and compared, and nothing of that may fail or hang."""

import signal
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from types import FrameType
from typing import Final, get_args

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder_checks import sketch_definition
from hukumati.catalogue.tests.mutations import check, mutate
from hukumati.service_language.api import Definition
from hukumati.service_language.flows import Milestone
from hukumati.studio import api as studio

MOST_SECONDS: Final = 2.0
ABANDONED_AFTER_SECONDS: Final = 20
MILESTONES: Final = get_args(Milestone)
_TEXT: Final = studio.PictureText(language="en", title="x", description="x", milestones=dict.fromkeys(MILESTONES, "x"))


class Abandoned(BaseException):
    """The check is not over after a time in which no check of a folder is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a mutated folder led to; `failed` is "" where all is well. Seconds are of the processor."""

    seed: int
    folder: str
    changes: tuple[str, ...]
    seconds: float
    is_sound: bool
    failed: str = ""


def run(seed: int, folders: Sequence[Folder], contracts: Sequence[RegisterContract]) -> Outcome:
    """Try the folder that a seed makes."""
    mutated = mutate(folders, Random(seed))
    original = next(each for each in folders if each.name == mutated.folder.name)
    signal.signal(signal.SIGPROF, _abandon)
    signal.setitimer(signal.ITIMER_PROF, ABANDONED_AFTER_SECONDS)  # of the processor: others may keep it busy
    started, failed, is_sound = time.process_time(), "", False
    try:
        report = check(mutated.folder, contracts)
        seconds = time.process_time() - started
        is_sound = report.definition is not None
        failed = "; ".join(str(each) for each in report.mistakes if each.code == "platform.fault")
        _show(sketch_definition(folder=original), sketch_definition(folder=mutated.folder))
    except Abandoned:
        seconds, failed = float(ABANDONED_AFTER_SECONDS), "abandoned"
    except Exception:
        seconds, failed = time.process_time() - started, traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if not failed and seconds > MOST_SECONDS:
        failed = f"took {seconds:.1f} s"
    return Outcome(seed, mutated.folder.name, mutated.changes, seconds, is_sound, failed)


def _show(old: Definition | None, new: Definition | None) -> None:
    """The pages of a draft draw its flow and compare it with its base, sound or not."""
    if old is not None and new is not None:
        studio.draw_flow(flow=new.flow, text=_TEXT, counts={})
        studio.compare(old=old, new=new)


def _abandon(_signal: int, _frame: FrameType | None) -> None:
    raise Abandoned
