"""What an e-mail says: read from its bytes, with nothing believed that it claims. Pure."""

from agency.messages.reading.incoming import Attached, Incoming, read

__all__ = ["Attached", "Incoming", "read"]
