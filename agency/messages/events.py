"""What happens about messages, in words, and how the timeline shows it."""

from flask_babel import lazy_gettext as _

from agency.cases import timeline
from portal.audit.words import actors, words

words(
    {
        "message.came": _("wrote a message"),
        "message.came_by_itself": _("sent an automatic answer"),
        "message.bounced": _("found that an e-mail of ours came back"),
        "message.sent": _("sent a message"),
        "message.answered": _("answered a message"),
        "message.logged": _("dealt with a message in a contact"),
        "message.no_answer": _("found that a message needs no answer"),
        "message.dropped": _("put a message aside that belongs to no case"),
        "message.assigned": _("gave a message to its case"),
        "message.settings_changed": _("changed how soon messages are answered"),
        "message.text_failed": _("found that a text message of ours did not arrive"),
        "sms_gateway.set": _("set who carries text messages"),
        "sms_gateway.removed": _("removed who carried text messages"),
        "mailbox.set": _("set the mailbox that mail is picked up from"),
        "mailbox.removed": _("removed the mailbox that mail was picked up from"),
        "mailbox.too_large": _("left an e-mail in the mailbox that is too large"),
        "mailbox.refused": _("left an e-mail in the mailbox that was refused"),
        "debtor.email_failed": _("found that e-mail does not reach the debtor"),
        "debtor.text_failed": _("found that text messages do not reach the debtor"),
    }
)
actors({"sender": _("Somebody")})
timeline.looks(
    {
        "message": ("message", "info"),
        "message.came": ("message", "warn"),
        "message.came_by_itself": ("message", "neutral"),
        "message.bounced": ("alert", "bad"),
        "message.text_failed": ("alert", "bad"),
        "message.no_answer": ("check", "neutral"),
        "debtor.email_failed": ("alert", "bad"),
        "debtor.text_failed": ("alert", "bad"),
    }
)
