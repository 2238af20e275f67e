"""Which parameters a request may carry, read from the SDK's own typed parameters."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from stripe import RequestOptions
from stripe._stripe_object import UntypedStripeObject
from typing_extensions import is_typeddict

from tests.standins.stripe.errors import ApiError

_OPTIONS = frozenset(RequestOptions.__annotations__)
_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


def nest(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Turn `a[b][0]=c` pairs into nested dictionaries; lists stay keyed by their index."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        first, brackets = re.match(r"([^\[]*)(.*)", name, re.S).groups()  # type: ignore[union-attr]
        path = [first, *re.findall(r"\[([^\]]*)\]", brackets)]
        node = tree
        for step, after in pairwise(path):
            node = node.setdefault(step or str(len(node)), {})
            if not isinstance(node, dict):
                raise ApiError(f"Invalid {'object' if after else 'array'}", param=name)
        node[path[-1] or str(len(node))] = value
    return tree


def read(params: Any, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The request's parameters with their Python types. ApiError on any the SDK does not know."""
    return _read_object(params, nest(pairs), "")


@cache
def _fields(params: Any) -> dict[str, Any]:
    own = {name: hint for name, hint in params.__annotations__.items() if name not in _OPTIONS}
    bare = type("Fields", (), {"__annotations__": own, "__module__": params.__module__})
    return get_type_hints(bare)


def _read_object(params: Any, raw: Mapping[str, Any], at: str) -> dict[str, Any]:
    fields = _fields(params)
    known = {}
    for name, value in raw.items():
        path = f"{at}[{name}]" if at else name
        if name not in fields:
            raise ApiError(
                f"Received unknown parameter: {path}", code="parameter_unknown", param=path
            )
        known[name] = _read(fields[name], value, path)
    for name in fields:
        if name in params.__required_keys__ and name not in raw:
            path = f"{at}[{name}]" if at else name
            raise ApiError(f"Missing required param: {path}.", code="parameter_missing", param=path)
    return known


def _read(hint: Any, raw: Any, at: str) -> Any:
    members = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if isinstance(raw, Mapping):
        return _read_nested(members, raw, at)
    literals = [v for m in members if get_origin(m) is Literal for v in get_args(m)]
    if raw in literals:
        return raw
    if any(literals) and all(m is str or get_origin(m) is Literal for m in members):
        choices = ", ".join(str(v) for v in literals if v)
        raise ApiError(f"Invalid {at}: must be one of {choices}", param=at)
    problem = None
    for member in members:
        try:
            return _read_plain(member, raw, at)
        except ApiError as error:
            problem = error
    raise problem or ApiError(f"Invalid {at}", param=at)


def _read_nested(members: tuple[Any, ...], raw: Mapping[str, Any], at: str) -> Any:
    problem = ApiError(f"Invalid string: {dict(raw)}", param=at)
    for member in members:
        try:
            if is_typeddict(member):
                return _read_object(member, raw, at)
            if get_origin(member) is list and all(key.isdigit() for key in raw):
                (item,) = get_args(member)
                return [_read(item, raw[k], f"{at}[{k}]") for k in sorted(raw, key=int)]
            if get_origin(member) is dict or get_origin(member) is UntypedStripeObject:
                return dict(raw)
        except ApiError as error:
            problem = error
    raise problem


def _read_plain(hint: Any, raw: str, at: str) -> Any:
    if hint is str or hint is Any:
        return raw
    if hint is int and re.fullmatch(r"-?\d{1,18}", raw):
        return int(raw)
    if hint is bool and raw in ("true", "false"):
        return raw == "true"
    if hint in (float, Decimal) and _NUMBER.match(raw):
        return Decimal(raw)
    if get_origin(hint) is list and raw == "":
        return []
    if hint is NoneType and raw == "":
        return None
    noun = {int: "integer", bool: "boolean", float: "decimal", Decimal: "decimal"}.get(
        hint, "array" if get_origin(hint) is list else "object"
    )
    code = "parameter_invalid_integer" if hint is int else None
    raise ApiError(f"Invalid {noun}: {raw}", code=code, param=at)
