"""What happens to strategies, in words."""

from flask_babel import lazy_gettext as _

from portal.audit.words import words

words(
    {
        "strategy.created": _("made a strategy"),
        "strategy.changed": _("changed which cases follow the strategy"),
        "strategy.draft_started": _("began a new version of the strategy"),
        "strategy.draft_discarded": _("threw the draft of the strategy away"),
        "strategy.noted": _("said what the new version changes"),
        "strategy.step_added": _("added a step to the strategy"),
        "strategy.step_changed": _("changed a step of the strategy"),
        "strategy.step_removed": _("removed a step of the strategy"),
        "strategy.step_moved": _("moved a step of the strategy"),
        "strategy.imported": _("took the strategy in from a file"),
        "strategy.released": _("released a version of the strategy"),
        "strategy.leads": _("let new cases begin with a version"),
        "strategy.challenges": _("let some new cases begin with a version, to compare"),
        "strategy.challenge_ended": _("ended the comparison of two versions"),
        "strategy.archived": _("archived the strategy"),
        "strategy.taken_out": _("took the strategy out of the archive"),
        "strategy.changeover_began": _("began to move cases to another version"),
        "strategy.changeover_stopped": _("stopped moving cases to another version"),
        "strategy.changeover_resumed": _("went on moving cases to another version"),
        "strategy.changeover_ended": _("finished moving cases to another version"),
        "course.changed_over": _("moved the case to another version of its strategy"),
        "course.changed_strategy": _("moved the case to another strategy"),
    }
)
