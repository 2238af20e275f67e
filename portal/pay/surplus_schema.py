"""What a debtor wants done with what it paid too much."""

import uuid
from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import fields, post_load

from portal.pay.schemas import PlainForm

BACK = "back"
_CHOOSE = _("Choose what fits best.")


class SurplusSchema(PlainForm):
    """One of the answers, and which form this is."""

    wish = fields.String(required=True, error_messages={"required": _CHOOSE})
    form_key = fields.UUID(required=True)

    @post_load
    def as_case(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """An answer is a case, or to have it back; what is neither stands for no case of the debtor."""
        wish = values.pop("wish")
        return {**values, "to_case_id": None if wish == BACK else _key(wish)}


def _key(answer: str) -> uuid.UUID:
    try:
        return uuid.UUID(answer)
    except ValueError:
        return uuid.UUID(int=0)
