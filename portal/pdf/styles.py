"""Computed styles, kept from one document to the next.

WeasyPrint works out some hundred properties for each kind of element, anew for every document; in
letters of one template they are always the same. That is a fifth of the time a letter takes.
"""

from functools import partial
from typing import Any

from weasyprint.css import ComputedStyle, InitialStyle, StyleFor, declaration_precedence
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Document
from weasyprint.html import UA_COUNTER_STYLE
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext

Rules = tuple[tuple[int, str | None], ...]
"""The rules that match an element, and the pseudo-element each of them is for."""

Key = tuple[Any, Rules]
"""An element's own rules, after the key of its parent: the same key, the same style."""

Family = dict[str | None, ComputedStyle]
"""The style of an element, under None, and of its pseudo-elements, such as `before`."""

_kept: dict[Key, Family] = {}


class KeptDocument(Document):
    """A document that takes its styles from those before it.

    Only the sheets it is given count: `<style>`, `<link>` and `style=""` in the page do nothing.
    """

    @classmethod
    def _build_layout_context(
        cls,
        html: Any,
        font_config: Any,
        counter_style: CounterStyle,
        color_profiles: Any,
        options: dict[str, Any],
    ) -> LayoutContext:
        counter_style.update(UA_COUNTER_STYLE)
        sheets = [(sheet, "user agent", None) for sheet in html._ua_stylesheets()]
        sheets += [(sheet, "user", None) for sheet in options["stylesheets"]]
        return LayoutContext(
            _KeptStyles(html, sheets, font_config),
            partial(get_image_from_uri, cache={}, url_fetcher=html.url_fetcher, options=options),
            font_config,
            counter_style,
            TargetCollector(),
        )


class _KeptStyles(StyleFor):
    """Styles of one document, copied from those kept, since layout changes some of them."""

    def __init__(self, html: Any, sheets: list[tuple[Any, str, Any]], font_config: Any) -> None:
        self._sheets = sheets
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, ComputedStyle] = {}
        self.font_config = font_config
        self.initial_page_sizes = {"box": None, "area": None}
        keys: dict[Any, Key] = {}
        copies: dict[Key, Family] = {}
        for wrapper in html.wrapper_element.iter_subtree():
            element = wrapper.etree_element
            above = keys[wrapper.parent.etree_element] if wrapper.parent else None
            matches = [
                (origin, *match)
                for sheet, origin, _ in sheets
                for match in sheet.matcher.match(wrapper)
            ]
            rules = tuple((id(payload[0]), pseudo) for _, _, _, pseudo, payload in matches)
            key = keys[element] = (above, rules)
            if key not in copies:
                if key not in _kept:
                    _kept[key] = self._compute(above, matches)
                copies[key] = {pseudo: style.copy() for pseudo, style in _kept[key].items()}
            for pseudo, style in copies[key].items():
                self._computed_styles[element, pseudo] = style

    def _compute(self, above: Key | None, matches: list[Any]) -> Family:
        """All properties of an element and its pseudo-elements."""
        cascaded: dict[str | None, dict[str, Any]] = {None: {}}
        for origin, specificity, _, pseudo, (declarations, _) in matches:
            found = cascaded.setdefault(pseudo, {})
            for name, value, important in declarations:
                weight = (declaration_precedence(origin, important), specificity)
                if name not in found or found[name][1] <= weight:
                    found[name] = value, weight
        if above is None:
            parent, root = None, InitialStyle(self.font_config)
        else:
            parent, root = _kept[above][None], _kept[_top(above)][None]
        own = self._complete(parent, cascaded.pop(None), None, root)
        family: Family = {None: own}
        for pseudo, declared in cascaded.items():
            family[pseudo] = self._complete(own, declared, pseudo, own if parent is None else root)
        return family

    def _complete(
        self, parent: Any, declared: dict[str, Any], pseudo: str | None, root: Any
    ) -> ComputedStyle:
        style = ComputedStyle(
            parent, declared, pseudo, root, None, self.font_config, {"box": None, "area": None}
        )
        for name in INITIAL_VALUES:
            style[name]
        return style


def _top(key: Key) -> Key:
    """The key of the page's root element."""
    while key[0] is not None:
        key = key[0]
    return key
