"""The inbox: every case is reached, the most urgent first, by whoever serves its place, filtered and searched."""

import random
from dataclasses import replace

import pytest
from django.db import connection

from hukumati.cases import api as cases
from hukumati.cases.engine.consents import party_digest
from hukumati.cases.models import Case, Request, Task
from hukumati.cases.officials.inbox_filters import Folded
from hukumati.cases.tests.conftest import NOW, OFFICER, Citizen, Pay, Work, later
from hukumati.cases.tests.inboxes import Line, fill_inbox, hire
from hukumati.core.arabic import fold
from hukumati.core.paging import PAGE, Page
from hukumati.identity import api as identity

SUPERVISOR = replace(OFFICER, id="MOJ-0004", roles=frozenset({"supervisor"}))


@pytest.fixture
def pattern(khaled: Citizen, pay: Pay, work: Work) -> Case:
    """A case in review; its own task is closed, so that the inbox holds the copies alone."""
    khaled.fill()
    khaled.submit()
    pay(khaled.reference)
    work()
    Task.objects.update(closed_at=NOW)
    return Case.objects.get()


def found(officer: cases.Actor = OFFICER, **wanted: str) -> list[str]:
    page = cases.inbox_page(officer=officer, now=NOW, wanted=cases.InboxFilter(**wanted))  # type: ignore[arg-type]
    return [task.reference for task in page.lines]


def walked(officer: cases.Actor = OFFICER) -> list[Page[cases.TaskView]]:
    """All pages from the first to the last."""
    pages = [cases.inbox_page(officer=officer, now=NOW)]
    while pages[-1].after:
        pages.append(cases.inbox_page(officer=officer, now=NOW, after=pages[-1].after))
    return pages


def _some_line(chance: random.Random) -> Line:
    return Line(
        due_at=chance.choice([None, later(hours=chance.randrange(-50, 50))]),
        opened_at=later(hours=chance.randrange(-9, 0)),
        escalated_at=chance.choice([None, None, NOW]),
    )


@pytest.mark.parametrize("number", [0, 1, PAGE, PAGE + 1, 250])
def test_every_case_is_reached_once_and_counted(pattern: Case, number: int) -> None:
    chance = random.Random(number)  # noqa: S311 - no secret
    made = fill_inbox(pattern, [_some_line(chance) for _ in range(number)])
    pages = walked()
    seen = [task for page in pages for task in page.lines]
    assert sorted(task.reference for task in seen) == sorted(made)
    assert {page.total for page in pages} == {number}
    assert [page.first for page in pages] == [1 + PAGE * index for index in range(len(pages))]
    keys = [(not t.is_escalated, t.due_at or later(days=9999), t.opened_at) for t in seen]
    assert keys == sorted(keys)
    back = pages[-1]
    for page in pages[-2::-1]:
        back = cases.inbox_page(officer=OFFICER, now=NOW, before=back.before)
        assert back.lines == page.lines
    assert back.before == ""


def test_no_case_is_missed_when_earlier_ones_are_decided_meanwhile(pattern: Case) -> None:
    made = fill_inbox(pattern, [Line(due_at=later(minutes=number)) for number in range(2 * PAGE)])
    first = cases.inbox_page(officer=OFFICER, now=NOW)
    Task.objects.filter(case__reference__in=made[:10]).update(closed_at=NOW)
    second = cases.inbox_page(officer=OFFICER, now=NOW, after=first.after)
    assert [task.reference for task in second.lines] == made[PAGE:]


@pytest.mark.parametrize("cursor", ["nonsense", "2.1.1.1", "1.99999999999999999999.1.1", "١.1.1.1", "1.1.1.1' OR 1=1"])
def test_a_cursor_that_is_none_leads_to_the_first_page(pattern: Case, cursor: str) -> None:
    made = fill_inbox(pattern, [Line()])
    for page in (
        cases.inbox_page(officer=OFFICER, now=NOW, after=cursor),
        cases.inbox_page(officer=OFFICER, now=NOW, before=cursor),
    ):
        assert [task.reference for task in page.lines] == made


def test_broken_promises_come_first_then_what_is_due_then_what_is_oldest(pattern: Case) -> None:
    lines = [
        Line(escalated_at=NOW, due_at=later(days=1)),
        Line(escalated_at=NOW, due_at=later(days=2)),
        Line(due_at=later(days=-3), opened_at=later(days=-5)),
        Line(due_at=later(days=-3), opened_at=later(days=-4)),
        Line(due_at=later(days=1)),
        Line(due_at=None, opened_at=later(days=-9)),
        Line(due_at=None),
    ]
    made = fill_inbox(pattern, lines)
    assert found() == made
    Task.objects.update(closed_at=NOW)
    Case.objects.update(single_open=False)
    pattern.single_open = False
    made = fill_inbox(pattern, lines[::-1])
    assert found() == made[::-1]


# --- places


@pytest.fixture
def hebron(service: None) -> cases.Actor:
    return hire("MOJ-1001", "MOJ-HBN")


@pytest.fixture
def nablus(service: None) -> cases.Actor:
    return hire("MOJ-1002", "MOJ-NBS")


def test_officers_see_the_cases_of_the_governorates_that_they_serve(
    pattern: Case, hebron: cases.Actor, nablus: cases.Actor
) -> None:
    of_hebron, of_nablus, of_jenin, of_all = fill_inbox(
        pattern, [Line(queue=queue) for queue in ("PS-HBN", "PS-NBS", "PS-JEN", "single")]
    )
    assert set(found(hebron)) == {of_hebron, of_jenin, of_all}
    assert set(found(nablus)) == {of_nablus, of_jenin, of_all}
    everything = {of_hebron, of_nablus, of_jenin, of_all}
    headquarters = replace(OFFICER, office="")
    both = replace(hebron, roles=frozenset({"officer", "supervisor"}))
    assert set(found(headquarters)) == set(found(SUPERVISOR)) == set(found(both)) == everything


def test_a_governorate_whose_last_officer_left_is_seen_by_all(pattern: Case, hebron: cases.Actor) -> None:
    hire("MOJ-1002", "MOJ-NBS")
    (of_nablus,) = fill_inbox(pattern, [Line(queue="PS-NBS")])
    assert found(hebron) == []
    cases_of_nablus = {"reference": of_nablus, "officer": hebron, "now": NOW}
    with pytest.raises(cases.NotYours):
        cases.open_for_officer(**cases_of_nablus)  # type: ignore[arg-type]
    identity.suspend_account(login="MOJ-1002", actor="officer:MOJ-0000", reason="left")
    assert found(hebron) == [of_nablus]
    cases.claim(**cases_of_nablus)  # type: ignore[arg-type]


def test_a_case_of_another_place_is_neither_read_nor_claimed_nor_decided(
    khaled: Citizen, pay: Pay, work: Work, hebron: cases.Actor, nablus: cases.Actor
) -> None:
    khaled.fill()
    khaled.submit()
    pay(khaled.reference)
    work()
    seen = khaled.look().last_seq  # the man lives in Hebron
    for refused in (
        lambda: cases.open_for_officer(reference=khaled.reference, officer=nablus, now=NOW),
        lambda: cases.claim(reference=khaled.reference, officer=nablus, now=NOW),
        lambda: cases.decide(
            reference=khaled.reference, officer=nablus, action="reject", reason="r", seen_seq=seen, now=NOW
        ),
    ):
        with pytest.raises(cases.NotYours):
            refused()
    cases.assign(reference=khaled.reference, supervisor=SUPERVISOR, to=nablus.id, now=NOW)
    assert found(nablus) == [khaled.reference]
    seen = cases.open_for_officer(reference=khaled.reference, officer=nablus, now=NOW).case.last_seq
    cases.decide(reference=khaled.reference, officer=nablus, action="reject", reason="r", seen_seq=seen, now=NOW)
    assert khaled.look().state == "refused"
    assert cases.open_for_officer(reference=khaled.reference, officer=nablus, now=NOW).case.state == "refused"


# --- filters and search


def test_each_line_says_the_step_by_which_it_is_found(pattern: Case) -> None:
    both = replace(OFFICER, roles=frozenset({"officer", "producer"}))
    proposal = {"action": "approve", "reason": "", "by": "MOJ-0003"}
    fill_inbox(
        pattern,
        [
            Line(),
            Line(case=(("proposal", proposal),)),
            Line(role="producer"),
            Line(role="producer", case=(("proposal", proposal),)),
            Line(role="producer", case=(("milestone", "ready"),)),
            Line(case=(("milestone", "ready"),)),
        ],
    )
    for step, lines in (("decide", 1), ("confirm", 2), ("produce", 2), ("returned", 1)):
        wanted = cases.InboxFilter(step=step)  # type: ignore[arg-type]
        tasks = cases.inbox_page(officer=both, now=NOW, wanted=wanted).lines
        assert [task.step for task in tasks] == [step] * lines


def test_the_inbox_is_narrowed_down_by_each_filter(pattern: Case) -> None:
    proposal = {"action": "approve", "reason": "", "by": "MOJ-0003"}
    decide, confirm, came_back, other, late, undated, mine, theirs = fill_inbox(
        pattern,
        [
            Line(queue="PS-NBS", due_at=later(days=-1)),
            Line(case=(("proposal", proposal),), due_at=later(days=3)),
            Line(case=(("milestone", "ready"),), due_at=later(days=30)),
            Line(case=(("service_code", "MOJ-XYZ"),), due_at=later(days=30)),
            Line(escalated_at=NOW, due_at=later(days=30)),
            Line(due_at=None),
            Line(claimed_by="MOJ-0001", due_at=later(days=30)),
            Line(claimed_by="MOJ-0003", due_at=later(days=30)),
        ],
    )
    assert found(step="confirm") == [confirm]
    assert found(step="returned") == [came_back]
    assert decide in found(step="decide")
    assert confirm not in found(step="decide")
    assert found(service="MOJ-XYZ") == [other]
    assert found(place="PS-NBS") == [decide]
    assert other in found(place="PS-HBN")
    assert found(deadline="broken") == [late]
    assert found(deadline="overdue") == [late, decide]
    assert found(deadline="today") == [decide]
    assert found(deadline="week") == [decide, confirm]
    assert found(deadline="none") == [undated]
    assert found(taken_by="me") == [mine]
    assert found(taken_by="others") == found(taken_by="MOJ-0003") == [theirs]
    assert mine not in found(taken_by="nobody")
    assert found(deadline="week", step="confirm") == [confirm]


def _named(ar: str, en: str, id_number: str) -> Line:
    applicant = {"name": {"ar": ar, "en": en}, "id_number": id_number, "language": "ar", "phone": None, "email": None}
    return Line(case=(("applicant", applicant),))


def test_a_case_is_found_by_reference_number_and_words_of_the_name(pattern: Case) -> None:
    ahmad, layla = fill_inbox(
        pattern,
        [
            _named("أحمد إسماعيل الشّامي", "Ahmad Ismail Al-Shami", "400000006"),
            _named("ليلى هِبة الزيتونة", "Layla Hiba Zaytouna", "900000001"),
        ],
    )
    for text in (
        ahmad,
        ahmad.replace("-", " ").lower(),
        "400000006",
        "٤٠٠٠٠٠٠٠٦",
        "احمد",
        "الشامي اسماعيل",
        "al-shami",
        "AHMAD",
    ):
        assert found(text=text) == [ahmad], text
    for text in ("هبه", "ليلي الزيتونه", "zaytouna layla"):
        assert found(text=text) == [layla], text
    for text in ("40000000", "احمد الزيتونة", "%", "_", "\x00'"):
        assert found(text=text) == [], text
    assert len(found(text="  ")) == 2


def test_a_name_is_found_however_its_words_are_parted(pattern: Case) -> None:
    parted, joined = fill_inbox(
        pattern,
        [
            _named("عبد الله أبو زيد", "Abd Allah Abu-Zaid Sa'id", "400000006"),
            _named("عبدالرحمن ابوعيشة", "Abdulrahman Abuaisha", "900000001"),
        ],
    )
    for text in (
        "عبدالله",
        "عبد الله",
        "ابوزيد",
        "أبو زيد",
        "AbuZaid",
        "abu zaid",
        "Abdallah",
        "said",
        "sa’id",
        "Sa'id",
    ):
        assert found(text=text) == [parted], text
    for text in ("عبد الرحمن", "عبدالرحمن", "أبو عيشة", "Abu Aisha", "abd-ul-rahman"):
        assert found(text=text) == [joined], text


def test_an_official_does_not_find_their_own_case_nor_one_in_which_they_are_asked(pattern: Case) -> None:
    official = hire("MOJ-1001", "MOJ-RAM")
    assert official.id_number is not None
    own, asked, other = fill_inbox(
        pattern,
        [_named("م", "m", official.id_number), _named("ن", "n", "400000006"), _named("س", "s", "900000001")],
    )
    Request.objects.create(
        case=Case.objects.get(reference=asked),
        seq=1,
        kind="consent",
        party=party_digest(official.id_number),
        asked_at=NOW,
    )
    assert found(official) == [other]
    assert cases.inbox_page(officer=official, now=NOW).total == 1
    assert set(found()) == {own, asked, other}


def test_the_next_case_is_found_behind_any_number_that_others_hold(pattern: Case) -> None:
    held = [Line(claimed_by="MOJ-0009", due_at=later(hours=-number)) for number in range(PAGE + 1)]
    *_, following = fill_inbox(pattern, [*held, Line(due_at=later(hours=9))])
    assert cases.next_task(officer=OFFICER, now=NOW) == following
    assert cases.next_task(officer=OFFICER, now=NOW, wanted=cases.InboxFilter(taken_by="others")) == ""


def test_no_case_comes_next_that_its_reader_may_not_decide(pattern: Case) -> None:
    in_time, late = fill_inbox(pattern, [Line(due_at=later(hours=-9)), Line(due_at=NOW, escalated_at=NOW)])
    assert found(SUPERVISOR) == [late, in_time]
    assert cases.next_task(officer=SUPERVISOR, now=NOW) == late
    Task.objects.filter(case__reference=late).update(closed_at=NOW)
    assert cases.next_task(officer=SUPERVISOR, now=NOW) == ""


def test_letters_are_folded_in_the_database_as_in_python(db: None) -> None:
    letters = [chr(code) for code in (*range(0x41, 0x24F), *range(0x620, 0x6D5)) if chr(code).isalpha()]
    letters = [each for each in letters if each not in "ßĿŀ"]  # in no Arabic or English name
    sql = Folded.template.replace("%(expressions)s", "letter")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql} FROM unnest(%s::text[]) WITH ORDINALITY AS t(letter, n) ORDER BY n", [letters])  # noqa: S608 - own text
        folded = [row[0] for row in cursor.fetchall()]
    different = [each for each, text in zip(letters, folded, strict=True) if text.strip() != fold(each)]
    assert different == [], [(each, folded[letters.index(each)], fold(each)) for each in different]
