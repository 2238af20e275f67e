"""What happens to plans that others may react to."""

from blinker import Namespace

_names = Namespace()

plan_agreed = _names.signal("plan-agreed")
"""A plan runs from now on; sender is the Plan."""

plan_offered = _names.signal("plan-offered")
"""A plan is offered to the debtor; sender is the Plan."""

plan_late = _names.signal("plan-late")
"""An instalment was not paid on its day; sender is the Plan."""

plan_changed = _names.signal("plan-changed")
"""The instalments of a running plan have other days or parts; sender is the Plan."""

plan_over = _names.signal("plan-over")
"""A plan that ran is completed, broken or ended; sender is the Plan."""

plan_dropped = _names.signal("plan-dropped")
"""A plan that was offered or asked for is over and never ran; sender is the Plan."""

plan_asked = _names.signal("plan-asked")
"""A debtor asks for a plan beyond the limits; sender is the Plan."""

settlement_offered = _names.signal("settlement-offered")
"""A settlement is offered to the debtor; sender is the Settlement."""

settlement_agreed = _names.signal("settlement-agreed")
"""The debtor agreed to a settlement; sender is the Settlement."""

settlement_void = _names.signal("settlement-void")
"""An agreed settlement was not paid by its day, or what paid it went back; sender is the Settlement."""

plan_refused = _names.signal("plan-refused")
"""What a debtor asked for is turned down; sender is the Plan."""

referred = _names.signal("plan-referred")
"""A creditor is asked to go beyond its limits; sender is the Referral."""

referral_reminded = _names.signal("plan-referral-reminded")
"""A creditor has not answered, and its day comes; sender is the Referral."""
