"""What happens to agencies, people and their logins, in words."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words(
    {
        "agency.created": _("opened the agency"),
        "agency.closed": _("closed the agency"),
        "invitation.sent": _("sent an invitation"),
        "invitation.sent_again": _("sent an invitation again"),
        "invitation.revoked": _("revoked an invitation"),
        "member.joined": _("joined"),
        "member.role_changed": _("changed somebody's role"),
        "member.ended": _("ended somebody's work here"),
        "user.signed_in": _("signed in"),
        "user.locked": _("gave wrong passwords; the login is shut for a while"),
        "user.password_changed": _("changed the password"),
        "user.password_reset": _("chose a new password by mail"),
        "user.profile_changed": _("changed name or language"),
        "user.second_factor_set_up": _("set up a second factor"),
        "user.second_factor_switched_off": _("switched a second factor off"),
        "user.recovery_code_used": _("used a recovery code"),
        "user.recovery_codes_renewed": _("made new recovery codes"),
    }
)
