"""A batch of letters from the wish to the post: how fast, and whether memory stays flat."""

import time
from pathlib import Path

from agency.law.vocabulary import NoticeKind
from agency.notices.models import NoticeBatch
from agency.notices.queries.batches import counts_of
from agency.notices.services import batches
from portal import clock
from portal.web import get
from tests.agency.notices.desk import MONDAY, Desk, open_desk
from tests.bench.house import House
from tests.bench.rows import Row, row
from tests.office import new_claim, open_office
from tests.worker import run_jobs

COUNT = 300
"""Letters in the sample; 10,000 of them take as many times as long, since all goes part by part."""

PAGE = 4096
MIB = 1024 * 1024


def rows(house: House) -> dict[str, Row]:
    """Letters a second over all steps, beside making their files alone, and the growth of memory."""
    with clock.moved_to(MONDAY):
        desk = open_desk(open_office(house.app))
        of = [desk.office.accepted_case(desk.creditor_id, new_claim()) for _ in range(COUNT)]
        house.analyze()
        _through(desk, of[: COUNT // 10])  # What is loaded once is loaded now.
        before, began = _memory(), time.perf_counter()
        steps = _through(desk, of[COUNT // 10 :])
        whole, after = time.perf_counter() - began, _memory()
    letters = COUNT - COUNT // 10
    told = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in steps.items())
    return {
        "batch_letters_per_second": row(
            letters / whole,
            "letters/s",
            f"{letters} demands by post from the wish to the print batch, one process, wall clock: "
            f"{told}; floor: preparing and making their files alone",
            floor=letters / steps["make"],
        ),
        "batch_memory_growth": row(
            max(after - before, 0) / MIB,
            "MiB",
            f"resident memory after the batch less before it, after a tenth of it as warm-up; "
            f"{before / MIB:.0f} MiB before, peak {_peak() / MIB:.0f} MiB; goal: flat",
            floor=None,
        ),
    }


def _through(desk: Desk, of: list[object]) -> dict[str, float]:
    """All the way of a batch; seconds by step."""
    office, spent, began = desk.office, {}, time.perf_counter()
    with office.at_work():
        wishes = [
            batches.Wish(case_id=case_id, kind=NoticeKind.DEMAND, channel="post") for case_id in of
        ]
        batch_id = batches.make(wishes, by=office.manager.user).id
    began = _note(spent, "plan", began)
    _work(desk)
    began = _note(spent, "make", began)
    with office.at_work():
        batch = get(NoticeBatch, batch_id)
        batches.approve(batch, batches.seal_of(batch, None).digest, by=office.manager.user)
    began = _note(spent, "release", began)
    with office.at_work():
        batches.send(get(NoticeBatch, batch_id), by=office.manager.user)
    _work(desk)
    _note(spent, "send and bind", began)
    with office.at_work():
        found = counts_of(get(NoticeBatch, batch_id))
        assert found.by_state["sent"] == len(of), found
    return spent


def _work(desk: Desk) -> None:
    run_jobs(desk.office, only="notices.", limit=10 * COUNT)


def _note(spent: dict[str, float], step: str, began: float) -> float:
    now = time.perf_counter()
    spent[step] = now - began
    return now


def _memory() -> int:
    """Resident bytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def _peak() -> int:
    """The most resident bytes that this process has had."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024
