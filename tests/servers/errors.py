"""What goes wrong with a server, in words that say what to do."""


class ServerError(Exception):
    """A server did not start; the message holds the reason and the end of its log."""
