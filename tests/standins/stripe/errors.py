"""How Stripe says no: one error type that becomes its JSON answer."""

from typing import Any


class ApiError(Exception):
    """A refusal as Stripe words it; a `kept` one leaves what was done (a failed charge)."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        kept: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kept = kept
        self.detail: dict[str, Any] = {"message": message, "type": kind}
        for name, value in {"code": code, "param": param, **more}.items():
            if value is not None:
                self.detail[name] = value
        if code:
            self.detail["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"

    @property
    def body(self) -> dict[str, Any]:
        return {"error": self.detail}


def missing(kind: str, identifier: str, param: str = "id") -> ApiError:
    """There is no such object for this account."""
    noun = {"checkout.session": "checkout session"}.get(kind, kind)
    return ApiError(
        f"No such {noun}: '{identifier}'", status=404, code="resource_missing", param=param
    )


def card_error(
    code: str,
    message: str,
    *,
    decline_code: str | None = None,
    param: str | None = None,
    **more: Any,
) -> ApiError:
    """The bank or the card itself says no; what was tried stays on record."""
    return ApiError(
        message,
        status=402,
        kind="card_error",
        code=code,
        decline_code=decline_code,
        param=param,
        kept=True,
        **more,
    )


def not_played(what: str) -> ApiError:
    """A part of Stripe that nobody here uses, and that is therefore refused rather than faked."""
    return ApiError(f"The Stripe stand-in does not play {what}.", code="not_played")
