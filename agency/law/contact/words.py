"""The words of verdicts on contact: channels and blocks, each a whole sentence for people."""

from agency.law.vocabulary import BlockKind, Channel
from portal.errors import Words

CHANNELS = {
    Channel.POST: Words("letter"),
    Channel.EMAIL: Words("e-mail"),
    Channel.SMS: Words("text message"),
    Channel.PHONE: Words("phone call"),
    Channel.VISIT: Words("visit"),
}
"""What goes out by a channel, within a sentence."""

BLOCKS = {
    BlockKind.OPT_OUT: Words("The debtor does not want to be reached by %(channel)s."),
    BlockKind.CEASE: Words("The debtor asked for contact to end: no %(channel)s about paying."),
    BlockKind.REPRESENTED: Words("The debtor has a lawyer. Turn to the lawyer instead."),
    BlockKind.BREATHING_SPACE: Words(
        "The debtor has breathing space. Nothing is asked until it ends."
    ),
    BlockKind.DEBT_MEDIATION: Words(
        "A debt counsellor acts for the debtor. Turn to the counsellor instead."
    ),
    BlockKind.DISPUTED: Words(
        "The claim is contested. Settle the dispute before asking for money."
    ),
    BlockKind.INCONVENIENT: Words(
        "The debtor said that a %(channel)s does not suit then or there."
    ),
    BlockKind.DECEASED: Words("The debtor has died. Turn to the heirs or the executor instead."),
    BlockKind.INSOLVENT: Words("The debtor is insolvent. Turn to the trustee instead."),
}
"""Why a block keeps contact away, and what to do."""
