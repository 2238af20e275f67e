"""What follows where something happens to the file of a judgment."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from agency.awards.models import CourtAward
from agency.files.models import CaseFile
from agency.files.signals import file_removing
from portal import db
from portal.errors import Refused


@file_removing.connect
def keep_judgment(file: CaseFile, **_facts: Any) -> None:
    """What a debtor is asked for stays proved."""
    found = db.session.scalars(select(CourtAward).where(CourtAward.case_file_id == file.id))
    if any(it.is_owed or it.waits for it in found):
        raise Refused(
            _("This judgment is the proof of costs that a court awarded. Take those back first.")
        )
