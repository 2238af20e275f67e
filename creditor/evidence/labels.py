"""Kinds of evidence in words."""

from flask_babel import lazy_gettext as _

from creditor.evidence.models import EvidenceKind

KINDS = {
    EvidenceKind.INVOICE: _("Invoice"),
    EvidenceKind.ORDER: _("Order"),
    EvidenceKind.CONTRACT: _("Contract"),
    EvidenceKind.DELIVERY_PROOF: _("Proof of delivery"),
    EvidenceKind.REMINDER: _("Reminder"),
    EvidenceKind.CORRESPONDENCE: _("Correspondence"),
    EvidenceKind.ACKNOWLEDGEMENT: _("Acknowledgement of debt"),
}
