"""Calls: services that take applications from one day on until the end of another, in Palestinian time."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from hukumati.core.bilingual import Bilingual
from hukumati.core.months import written_day

CallStage = Literal["before", "open", "over"]


@dataclass(frozen=True, slots=True)
class Call:
    """The first and the last day on which applications are accepted, as ISO text; "" where there is none."""

    opens: str = ""
    closes: str = ""

    @property
    def opens_on(self) -> date | None:
        """Return the first day."""
        return date.fromisoformat(self.opens) if self.opens else None

    @property
    def closes_on(self) -> date | None:
        """Return the last day, which counts until its end."""
        return date.fromisoformat(self.closes) if self.closes else None

    def stage(self, today: date) -> CallStage:
        """Return where the call stands on a day in Palestine."""
        if self.opens_on is not None and today < self.opens_on:
            return "before"
        return "over" if self.closes_on is not None and today > self.closes_on else "open"

    def refusal(self, today: date) -> Bilingual | None:
        """Return why nothing is accepted on a day; None while the call is open."""
        stage = self.stage(today)
        if stage == "before" and self.opens_on is not None:
            ar, en = written_day(self.opens_on)
            return Bilingual(f"يبدأ التقديم في {ar}، ولا تُقبل الطلبات قبله.", f"Applications open on {en}.")
        if stage == "over" and self.closes_on is not None:
            ar, en = written_day(self.closes_on)
            return Bilingual(
                f"انتهى التقديم بنهاية يوم {ar} بتوقيت فلسطين، ولا تُقبل الطلبات بعده.",
                f"Applications closed at the end of {en}, Palestine time. None are accepted after that.",
            )
        return None


def stage_of(call: Call | None, today: date) -> CallStage:
    """Return where a service's call stands; one without is always open."""
    return "open" if call is None else call.stage(today)
