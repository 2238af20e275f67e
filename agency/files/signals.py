"""What happens to files that others may react to."""

from blinker import Namespace

_names = Namespace()

file_removing = _names.signal("file-removing")
"""A file of a case is about to show no more; sender is the CaseFile. Who needs it raises Refused."""
