"""What is said beside a field that was filled in wrongly, where its form has no words of its own."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import validate


def in_plain_words(message: str) -> str:
    """A message of marshmallow as people would say it; any other one as it is."""
    known = {
        "Missing data for required field.": _("Fill this in."),
        "Field may not be null.": _("Fill this in."),
        "Invalid value.": _("This does not fit here."),
        "Invalid type.": _("This does not fit here."),
        "Invalid input type.": _("This does not fit here."),
        "Not a valid string.": _("This does not fit here."),
        "Not a valid list.": _("This does not fit here."),
        "Not a valid boolean.": _("Choose yes or no."),
        "Not a valid UUID.": _("Choose one of the list."),
        "Not a valid choice.": _("Choose one of the list."),
        "Not a valid integer.": _("This is no whole number."),
        "Not a valid number.": _("This is no number."),
        "Number too large.": _("This number is too large."),
        "Not a valid date.": _("There is no such day."),
        "Not a valid datetime.": _("There is no such moment."),
        "Not a valid email address.": _("This is no e-mail address."),
        "String does not match expected pattern.": _("This is not written as it should be."),
    }
    return str(known.get(message, message))


# Messages with figures are made where they are found, so that they are given their words there.
validate.Length.message_max = _l("Use {max} characters at most.")
validate.Length.message_min = _l("Use {min} characters at least.")
validate.Length.message_all = _l("Use {min} to {max} characters.")
validate.Length.message_equal = _l("Use exactly {equal} characters.")
validate.OneOf.default_message = "Not a valid choice."
