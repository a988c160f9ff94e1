"""Counts as one HTML file that needs nothing else: the website's macros without the website."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nswp_gov.count_phrases import Language
from nswp_gov.paths import resource
from nswp_gov.rules.counting.page import page_of
from nswp_gov.rules.counting.results import Result


def render_counts(results: Sequence[Result], language: Language) -> str:
    """Return one complete page with these counts in `language`."""
    translate = language.translate
    environment = Environment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        translate, _plural(translate), newstyle=True
    )
    template = environment.get_template("elections/_count_alone.html")
    pages = [page_of(result, language.phrasing) for result in results]
    return template.render(pages=pages, lang=language.locale)


def _plural(translate: Callable[[str], str]) -> Callable[[str, str, int], str]:
    def choose(one: str, many: str, number: int) -> str:
        return translate(one if number == 1 else many)

    return choose
