"""Addresses of our own pages, made quickly: a page holds some forty of them.

The same addresses as Flask's own, by a shorter way: the endpoint's one rule is known, so no rule is
sought, and an address without a variable part is made once for each language.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, has_request_context
from flask.globals import request_ctx
from werkzeug.routing import Rule

from nswp_gov.web.locale import locale

LANG = "lang"


class Site(Flask):
    """The application; see the module."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self._rules: dict[str, Rule | None] = {}
        self._made: dict[tuple[str, str, str], str] = {}
        super().__init__(*given, **named)

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """Return the address of an endpoint, in the reader's language where it has one."""
        if _anchor or _method or _scheme or _external or not has_request_context():
            more: Any = {"_anchor": _anchor, "_method": _method, "_scheme": _scheme}
            return super().url_for(endpoint, _external=_external, **more, **values)
        adapter = request_ctx.url_adapter
        rule = self._rules[endpoint] if endpoint in self._rules else self._rule_of(endpoint)
        if adapter is None or rule is None:
            return super().url_for(endpoint, **values)
        if not values:
            return self._plain(endpoint, rule, adapter.script_name)
        given = {name: value for name, value in values.items() if value is not None}
        if LANG not in given and LANG in rule.arguments:
            given[LANG] = locale().code
        made = rule.build(given) if rule.arguments <= given.keys() else None
        if made is None:
            return super().url_for(endpoint, **values)
        return _under(adapter.script_name, made[1])

    def _plain(self, endpoint: str, rule: Rule, root: str) -> str:
        lang = locale().code if LANG in rule.arguments else ""
        key = (root, endpoint, lang)
        if key not in self._made:
            made = rule.build({LANG: lang} if lang else {}) if rule.arguments <= {LANG} else None
            if made is None:
                return super().url_for(endpoint)
            self._made[key] = _under(root, made[1])
        return self._made[key]

    def _rule_of(self, endpoint: str) -> Rule | None:
        """Return the only rule of an endpoint; None where Flask has more to think about."""
        if endpoint.startswith(".") or endpoint not in self.view_functions:
            return None
        room = endpoint.rpartition(".")[0]
        found = list(self.url_map.iter_rules(endpoint))
        is_simple = len(found) == 1 and not found[0].defaults and not found[0].websocket
        rule = found[0] if is_simple and room not in self.url_default_functions else None
        self._rules[endpoint] = rule
        return rule


def _under(root: str, path: str) -> str:
    return f"{root.rstrip('/')}/{path.lstrip('/')}"
