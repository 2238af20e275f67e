"""Messages in and out, the files that came along, and what the agency set about them."""

from agency.messages.models.files import MessageFile
from agency.messages.models.gateways import SmsGateway
from agency.messages.models.mailboxes import Mailbox
from agency.messages.models.messages import Message
from agency.messages.models.settings import MessageSettings

__all__ = ["Mailbox", "Message", "MessageFile", "MessageSettings", "SmsGateway"]
