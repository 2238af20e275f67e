"""The table of API endpoints, and what all of them share: lists, pages and expansion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.standins.stripe.errors import ApiError, missing
from tests.standins.stripe.merchant import Merchant
from tests.standins.stripe.store import Resource, visible

Handler = Callable[..., Resource]

_PAGING = frozenset({"limit", "starting_after", "ending_before", "created", "expand"})
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "gt": int.__gt__,
    "gte": int.__ge__,
    "lt": int.__lt__,
    "lte": int.__le__,
}


@dataclass(frozen=True)
class Endpoint:
    """One call of the API: its address, the SDK's type of its parameters, and who answers."""

    method: str
    rule: str
    params: Any
    handler: Handler


ENDPOINTS: list[Endpoint] = []


def endpoint(method: str, rule: str, params: Any) -> Callable[[Handler], Handler]:
    """Answer `method rule` with the function below; it gets the merchant, parameters and ids."""

    def register(handler: Handler) -> Handler:
        ENDPOINTS.append(Endpoint(method, rule, params, handler))
        return handler

    return register


def retrieving(rule: str, kind: str, params: Any) -> None:
    """`GET rule/<id>`: the object of that id."""

    def retrieve(merchant: Merchant, _params: Mapping[str, Any], id: str) -> Resource:
        return merchant.get(kind, id)

    endpoint("GET", f"{rule}/<id>", params)(retrieve)


def listing(rule: str, kind: str, params: Any) -> None:
    """`GET rule`: the account's objects of a kind, filtered by every other parameter."""

    def index(merchant: Merchant, params: Mapping[str, Any]) -> Resource:
        return page(rule, merchant.all(kind), params)

    endpoint("GET", rule, params)(index)


def page(url: str, found: list[Resource], params: Mapping[str, Any]) -> Resource:
    """One page of a list, newest first, as Stripe cuts it."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise ApiError("Limit must be between 1 and 100.", param="limit")
    rows = [row for row in found if _matches(row, params)]
    ids = [row["id"] for row in rows]
    after, before = params.get("starting_after"), params.get("ending_before")
    for name, cursor in (("starting_after", after), ("ending_before", before)):
        if cursor and cursor not in ids:
            raise missing(str(found[0]["object"]) if found else "object", cursor, name)
    if before:
        end = ids.index(before)
        start = max(0, end - limit)
        more = start > 0
        rows = rows[start:end]
    else:
        start = ids.index(after) + 1 if after else 0
        more = len(rows) > start + limit
        rows = rows[start : start + limit]
    return {"object": "list", "url": url, "has_more": more, "data": rows}


def expanded(merchant: Merchant, resource: Resource, paths: list[str]) -> Resource:
    """A visible copy with the ids at `paths` replaced by what they stand for."""
    copy: Resource = visible(resource)
    for path in paths:
        _expand(merchant, copy, path.split("."), path)
    return copy


def _expand(merchant: Merchant, node: Any, steps: list[str], path: str) -> None:
    if isinstance(node, list):
        for item in node:
            _expand(merchant, item, steps, path)
        return
    step, *rest = steps
    value = node.get(step, "") if isinstance(node, dict) else ""
    if value is None:
        return
    if isinstance(value, str):
        found = merchant.store.find(value, merchant.account) or _unseen(merchant, node, step)
        if found is None:
            raise ApiError(f"This property cannot be expanded ({path}).", param="expand")
        node[step] = value = visible(found)
    if rest:
        _expand(merchant, value, rest, path)


def _unseen(merchant: Merchant, node: Resource, step: str) -> Resource | None:
    """A list that an object shows only when it is asked for, such as a session's line items."""
    whole = merchant.store.find(str(node.get("id")), merchant.account) or {}
    inside = whole.get(f"_{step}")
    return inside if isinstance(inside, dict) and inside.get("object") == "list" else None


def _matches(row: Resource, params: Mapping[str, Any]) -> bool:
    if not _in_time(row["created"], params.get("created")):
        return False
    for name, wanted in params.items():
        if name in _PAGING:
            continue
        if name == "types":
            if row["type"] not in wanted:
                return False
        elif row.get(name, row.get(f"_{name}")) != wanted:
            return False
    return True


def _in_time(created: int, wanted: int | Mapping[str, int] | None) -> bool:
    if wanted is None or isinstance(wanted, int):
        return wanted is None or created == wanted
    return all(_COMPARE[name](created, bound) for name, bound in wanted.items())
