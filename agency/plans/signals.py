"""What happens to plans that others may react to."""

from blinker import Namespace

_names = Namespace()

plan_agreed = _names.signal("plan-agreed")
"""A plan runs from now on; sender is the Plan."""

plan_offered = _names.signal("plan-offered")
"""A plan is offered to the debtor; sender is the Plan."""

plan_late = _names.signal("plan-late")
"""An instalment was not paid on its day; sender is the Plan."""

plan_over = _names.signal("plan-over")
"""A plan that ran is completed, broken or ended; sender is the Plan."""
