"""The cases about references that a bank checks, and the code that a banking app reads."""

from agency.law.casefile.case import Case, Figures, Rule
from agency.law.references import SCHEMES, ReferenceKind, epc_qr
from portal.money import Money


def _made(kind: ReferenceKind, figure: str, name: str = "base") -> Rule:
    def compute(case: Case) -> Figures:
        return {figure: SCHEMES[kind].make(case.text(name))}

    return compute


def _viite(case: Case) -> Figures:
    reference = SCHEMES[ReferenceKind.VIITE].make(case.text("base"))
    return {"ref": reference, "rf": SCHEMES[ReferenceKind.RF].make(reference)}


def _epc(case: Case) -> Figures:
    payload = epc_qr(
        name=case.text("name"),
        iban=case.text("iban"),
        amount=Money.of(case.number("amount")),
        reference=case.text("rf") if "rf" in case else "",
        text=case.text("text") if "text" in case else "",
        bic=case.text("bic") if "bic" in case else "",
        version=case.text("version"),
    )
    return {"payload_lines": payload.split("\n")}


RULES: dict[str, Rule] = {
    "ref.RF_ISO11649": _made(ReferenceKind.RF, "rf", "reference"),
    "ref.OGM_mod97": _made(ReferenceKind.OGM, "ogm"),
    "ref.OGM_mod97_zero_remainder": _made(ReferenceKind.OGM, "ogm"),
    "ref.betalingskenmerk_16": _made(ReferenceKind.BETALINGSKENMERK, "kenmerk"),
    "ref.betalingskenmerk_14": _made(ReferenceKind.BETALINGSKENMERK, "kenmerk", "payload"),
    "ref.KID_mod10": _made(ReferenceKind.KID10, "kid"),
    "ref.KID_mod11": _made(ReferenceKind.KID11, "kid"),
    "ref.QRR_mod10_recursive": _made(ReferenceKind.QRR, "qrr"),
    "ref.viitenumero_731": _viite,
    "qr.EPC069_12": _epc,
}
