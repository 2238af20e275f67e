"""How fast letters are made: our way, the plain way, and ours on two cores."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import segno
from weasyprint import HTML

from agency.notices.letters import Letter, LetterKind, compose
from portal import pdf
from portal.pdf import templates
from tests.agency.notices.example import letter

ROUNDS = 8
"""Of each way, by turns, so that a busy machine slows both alike."""

BATCH = 12
"""Letters that the workers share."""

BATCHES = 3

GOAL = 2.5


def rows() -> dict[str, dict[str, object]]:
    """Letters a second of one core and of two workers, each beside what it is measured against."""
    plain, lean = _by_turns(plainly, compose)
    alone, together = _alone_and_together()
    return {
        "letters_per_second_core": {
            "value": round(1 / lean, 1),
            "unit": "letters/s",
            "floor": round(1 / plain, 1),
            "ratio": round(plain / lean, 2),
            "method": f"law firm's notice on two pages, 1 to 3 claims, both QR codes, tagged "
            f"PDF/A-3 and PDF/UA, warm; CPU time, median of {ROUNDS} by turns with floor: "
            f"HTML(string).write_pdf(), untagged, of the same words and look; goal {GOAL}",
        },
        "letters_per_second_two_workers": {
            "value": round(together, 1),
            "unit": "letters/s",
            "floor": round(alone, 1),
            "ratio": round(together / alone, 2),
            "method": f"{BATCH} such letters by two warm processes, wall clock, best of {BATCHES} "
            "by turns with floor: the same by one; goal 2 where both cores are free",
        },
    }


def plainly(written: Letter) -> bytes:
    """The same letter as one page with its own style sheet, rendered without further ado."""
    source = (Path(__file__).parent / "plain_letter.html").read_text()
    page = templates.environment(written.locale).from_string(source)
    assert written.epc_payload is not None
    return bytes(
        HTML(
            string=page.render(
                letter=written,
                locale=written.locale,
                epc_svg=segno.make_qr(written.epc_payload, error="m").svg_inline(),
                link_svg=segno.make_qr(written.payment_url, error="m").svg_inline(),
            )
        ).write_pdf()
    )


def _letters(count: int) -> Iterator[Letter]:
    """Letters with one to three claims, in English and Dutch by turns."""
    sizes, locales = cycle([1, 2, 3]), cycle(["en", "nl"])
    return islice(
        (letter(LetterKind.LAW_FIRM_NOTICE, next(locales), next(sizes)) for _ in cycle([0])), count
    )


def _by_turns(*ways: Callable[[Letter], bytes]) -> list[float]:
    """CPU seconds a letter of each way; the first letters, which warm up, do not count."""
    spent: list[list[float]] = [[] for _ in ways]
    for turn, written in enumerate(_letters(ROUNDS + 2)):
        for way, times in zip(ways, spent, strict=True):
            start = time.process_time()
            way(written)
            if turn >= 2:
                times.append(time.process_time() - start)
    return [median(times) for times in spent]


def _alone_and_together() -> tuple[float, float]:
    """Letters a second by the clock on the wall, of one warm process and of two: the best batch."""
    with _pool(1) as one, _pool(2) as two:
        best = [0.0, 0.0]
        for _ in range(BATCHES):
            for place, pool in enumerate((one, two)):
                start = time.perf_counter()
                list(pool.map(_make, range(BATCH), chunksize=3))
                best[place] = max(best[place], BATCH / (time.perf_counter() - start))
    return best[0], best[1]


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Warm processes."""
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_warm_up
    ) as pool:
        list(pool.map(_make, range(workers * 2), chunksize=1))
        yield pool


def _warm_up() -> None:
    pdf.warm()
    compose(letter())


def _make(number: int) -> int:
    return len(compose(letter(LetterKind.LAW_FIRM_NOTICE, "en", 1 + number % 3)))
