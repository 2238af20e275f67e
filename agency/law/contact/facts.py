"""One intended contact and what is known of the debtor, as plain facts; and the answer."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from agency.law.vocabulary import BlockKind, Channel, Day, DebtorKind, Purpose


@dataclass(frozen=True, slots=True)
class Hours:
    """Times of the day that do not suit a debtor, in their own time; no days named: every day.

    They end where the next moment suits again; midnight as the end is that of the same day.
    """

    from_time: time
    until_time: time
    days: frozenset[Day] = frozenset()

    def __post_init__(self) -> None:
        if self.until_time != time() and self.from_time >= self.until_time:
            raise ValueError("Hours end after they begin. Name two where they pass midnight.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What keeps the agency from approaching a debtor: from `since` to just before `until`.

    `channel` narrows it to one channel, as an opt-out must; `hours` to times of the day. Without
    `until` it lasts as long as the law says of its kind, or until the office ends it.
    """

    kind: BlockKind
    since: datetime
    until: datetime | None = None
    channel: Channel | None = None
    hours: Hours | None = None

    def __post_init__(self) -> None:
        if self.kind is BlockKind.OPT_OUT and self.channel is None:
            raise ValueError("An opt-out names the channel; to stop them all is a cease.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """One intended contact; all moments are aware, and `zone` is where the debtor is.

    `attempts` are earlier attempts on this debt by the same channel, whether they reached anyone
    or not; `conversations` are earlier talks by that channel with the person about this debt.
    `other_zones` are where the debtor may be as well, when nobody knows: the hours must suit in all.
    """

    channel: Channel
    at: datetime
    country: str
    debtor: DebtorKind
    zone: ZoneInfo
    purpose: Purpose = Purpose.COLLECTION
    attempts: tuple[datetime, ...] = ()
    conversations: tuple[datetime, ...] = ()
    other_zones: tuple[ZoneInfo, ...] = ()
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("The moment of a contact carries its time zone.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a contact may be made; if not, why, by which article, and when it may.

    `next_at` is the moment asked for where it is allowed, else the first lawful one after it, on the
    debtor's clock; or None where there is none as things stand.
    """

    allowed: bool
    reason: str
    article: str
    next_at: datetime | None

    @property
    def next_on(self) -> date | None:
        """The day of that moment on the debtor's clock."""
        return self.next_at.date() if self.next_at else None
