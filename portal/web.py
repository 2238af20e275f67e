"""What views share: reading forms, finding records, answering, and paging by key."""

import base64
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from types import SimpleNamespace
from typing import Any, TypeVar

from flask import (
    current_app,
    flash,
    g,
    make_response,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, ValidationError
from sqlalchemy import Select, tuple_
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound as NoRoute
from werkzeug.routing import RequestRedirect

from portal import db
from portal.errors import Invalid, NotFound
from portal.field_messages import in_plain_words
from portal.i18n import said
from portal.tenancy import TenantScoped, acting, acting_for

T = TypeVar("T")
PAGE_SIZE = 50

_FINDERS: dict[str, type[TenantScoped]] = {}


@dataclass(slots=True)
class FormState:
    """What a form shows again after it was refused: messages per field, and what was typed."""

    errors: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and where the next one begins."""

    items: Sequence[Any]
    next_url: str | None = None
    previous_url: str | None = None


def load(schema: type[Schema] | Schema, *, page: str | None = None) -> Any:
    """Read the form or JSON body. Errors are shown on `page`, or on the page of the same address.

    Fields that the schema does not name are ignored; empty form fields count as absent.
    """
    g.form_page = page
    made = schema if isinstance(schema, Schema) else schema(unknown=EXCLUDE)
    values: dict[str, Any] = (
        request.get_json()
        if request.is_json
        else {
            key: (found if len(found := request.form.getlist(key)) > 1 else found[0])
            for key in request.form
        }
    )
    filled = {key: value for key, value in values.items() if value not in ("", None)}
    try:
        return SimpleNamespace(**made.load(filled))
    except ValidationError as error:
        raise Invalid(_messages(error), values) from None


def _messages(error: ValidationError) -> dict[str, list[str]]:
    """The first level of marshmallow's messages, each field's as a list."""
    found: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
    return {
        name: [
            in_plain_words(str(m)) for m in (messages if isinstance(messages, list) else [messages])
        ]
        for name, messages in found.items()
    }


def page(template: str, **context: Any) -> str:
    """Render a whole page, or the fragment `_template` where htmx asks for a part."""
    return render_template(template, **context)


def is_fragment() -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def finds(name: str, model: type[TenantScoped]) -> None:
    """Let `<uuid:name>` in an address stand for a record: views get the record, or it is a 404."""
    _FINDERS[name] = model


def record_names() -> set[str]:
    """The names in addresses that stand for records."""
    return set(_FINDERS)


def find_records() -> None:
    """Turn the ids of the address into records of the acting agency. Called by the guards."""
    for name, value in list((request.view_args or {}).items()):
        if name in _FINDERS and isinstance(value, uuid.UUID):
            request.view_args[name] = get(_FINDERS[name], value)  # type: ignore[index]


def get(model: type[T], record_id: uuid.UUID) -> T:
    """The acting agency's record, or NotFound."""
    found = db.session.get(model, (acting().agency_id, record_id))
    if found is None:
        raise NotFound
    return found


def show_again(error: Invalid, status: int) -> ResponseReturnValue | None:
    """The page that the form came from, with its errors and what was typed; None if there is none."""
    endpoint, arguments = _page_of_form()
    if endpoint is None:
        return None
    errors = {name: [said(each) for each in found] for name, found in error.errors.items()}
    g.form_state = FormState(errors, error.values or request.form.to_dict())
    response = make_response(
        current_app.ensure_sync(current_app.view_functions[endpoint])(**arguments)
    )
    response.status_code = status
    return response


def _page_of_form() -> tuple[str | None, dict[str, Any]]:
    arguments = dict(request.view_args or {})
    if endpoint := g.get("form_page"):
        if endpoint.startswith("."):
            endpoint = f"{request.blueprint}{endpoint}"
        rule = next(current_app.url_map.iter_rules(endpoint))
        return endpoint, {k: v for k, v in arguments.items() if k in rule.arguments}
    try:
        adapter = current_app.create_url_adapter(request)
        endpoint, _ = adapter.match(method="GET") if adapter else (None, {})
    except (MethodNotAllowed, NoRoute, RequestRedirect):
        return None, {}
    return endpoint, arguments


def say(message: str, kind: str = "ok") -> None:
    """Show a message on the next page: `ok`, `info`, `warn` or `bad`."""
    flash(message, kind)


def stream(lines: Iterator[str]) -> Iterator[str]:
    """Send lines while they are read: in a transaction of their own, as the request's is over by then."""
    reader = acting()

    def read() -> Iterator[str]:
        with acting_for(reader.agency_id, reader.creditor_id):
            yield from lines

    return stream_with_context(read())


def keyset(query: Select[Any], *keys: Any, size: int = PAGE_SIZE, descending: bool = False) -> Page:
    """A page of `query` ordered by `keys` (the last of which is unique), after `?after=`.

    `keys` are mapped attributes of the entity selected. Costs the same on every page.
    """
    return _paged(query, keys, size, descending, lambda found: db.session.scalars(found).unique())


def keyset_rows(
    query: Select[Any], *keys: Any, size: int = PAGE_SIZE, descending: bool = False
) -> Page:
    """The same of rows, such as those of a union; `keys` are its columns by name."""
    return _paged(query, keys, size, descending, db.session.execute)


def _paged(
    query: Select[Any],
    keys: Sequence[Any],
    size: int,
    descending: bool,
    run: Callable[[Select[Any]], Iterable[Any]],
) -> Page:
    after = _read_cursor(request.args.get("after"))
    order = [key.desc() if descending else key.asc() for key in keys]
    if after and len(after) == len(keys):
        values = [_as_key(key, value) for key, value in zip(keys, after, strict=True)]
        position = tuple_(*keys)
        query = query.where(
            position < tuple_(*values) if descending else position > tuple_(*values)
        )
    rows = list(run(query.order_by(*order).limit(size + 1)))
    more = len(rows) > size
    rows = rows[:size]
    next_url = None
    if more:
        cursor = _write_cursor([getattr(rows[-1], key.key) for key in keys])
        next_url = _with_args(after=cursor)
    return Page(rows, next_url, _with_args(after=None) if after else None)


def _with_args(**changes: Any) -> str:
    arguments: dict[str, Any] = {**request.args.to_dict(), **changes}
    for name, value in (request.view_args or {}).items():
        arguments[name] = value.id if isinstance(value, TenantScoped) else value
    given: Any = {name: value for name, value in arguments.items() if value is not None}
    return url_for(request.endpoint or "", **given)


def _write_cursor(values: Sequence[Any]) -> str:
    text = json.dumps([v.isoformat() if isinstance(v, date | datetime) else str(v) for v in values])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_cursor(cursor: str | None) -> list[str] | None:
    if not cursor:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, UnicodeDecodeError):
        raise NotFound from None
    return values if isinstance(values, list) else None


def _as_key(key: Any, text: str) -> Any:
    kind = key.type.python_type
    try:
        if kind in (datetime, date):
            return kind.fromisoformat(text)
        return kind(text)
    except ValueError:
        raise NotFound from None


def public(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Mark a view that answers anybody, so that the route test knows it was meant."""

    @wraps(view)
    def call(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        return view(*args, **kwargs)

    call.is_public = True  # type: ignore[attr-defined]
    return call
