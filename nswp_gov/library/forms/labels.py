"""What the library's words are called."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from nswp_gov.library.states import (
    GLOBAL,
    Facet,
    LinkState,
    Order,
    Readership,
    ResourceKind,
    ResourceState,
    Theme,
)
from nswp_gov.web.formats import REGIONS as FIVE

KINDS: dict[ResourceKind, Any] = {
    ResourceKind.BRIEFING_PAPER: _l("Briefing paper"),
    ResourceKind.POLICY_BRIEF: _l("Policy brief"),
    ResourceKind.SMART_GUIDE: _l("Smart guide"),
    ResourceKind.COMMUNITY_GUIDE: _l("Community guide"),
    ResourceKind.REPORT: _l("Global or regional report"),
    ResourceKind.CASE_STUDY: _l("Case study"),
    ResourceKind.STATEMENT: _lp("type of resource", "Statement"),
    ResourceKind.JOURNAL: _l("Issue of a journal"),
    ResourceKind.DIGEST: _lp("type of resource", "Digest"),
    ResourceKind.NETWORK_DOCUMENT: _l("Document of the network"),
    ResourceKind.MEMBER_PUBLICATION: _l("Publication of a member"),
    ResourceKind.GUIDELINE: _l("International guideline"),
    ResourceKind.RESEARCH: _l("Research paper"),
    ResourceKind.OTHER_PUBLICATION: _l("Other publication"),
    ResourceKind.FUND_UPDATE: _l("Update on funding"),
    ResourceKind.ANIMATION: _l("Animation"),
    ResourceKind.INFOGRAPHIC: _l("Infographic"),
    ResourceKind.OPEN_LETTER: _l("Open letter"),
}
THEMES: dict[Theme, Any] = {
    Theme.HEALTH: _lp("theme", "Health"),
    Theme.LAW: _lp("theme", "Legislation and policy"),
    Theme.LABOUR: _lp("theme", "Labour"),
    Theme.VIOLENCE: _lp("theme", "Violence"),
    Theme.RIGHTS: _lp("theme", "Human rights"),
    Theme.MIGRATION: _lp("theme", "Migration and trafficking"),
    Theme.STIGMA: _lp("theme", "Stigma and discrimination"),
    Theme.ECONOMY: _lp("theme", "Economic empowerment"),
    Theme.TECHNOLOGY: _lp("theme", "Technology"),
    Theme.ORGANISING: _lp("theme", "Organising"),
}
REGIONS: dict[str, Any] = {GLOBAL: _lp("region", "Global"), **FIVE}
READERS: dict[Readership, Any] = {
    Readership.PUBLIC: _l("Everybody"),
    Readership.MEMBERS: _l("Members of the network"),
    Readership.BOARD: _l("The board"),
}
STATES: dict[ResourceState, Any] = {
    ResourceState.DRAFT: _lp("resource", "Draft"),
    ResourceState.REVIEW: _lp("resource", "In review"),
    ResourceState.PUBLISHED: _lp("resource", "Published"),
    ResourceState.WITHDRAWN: _lp("resource", "Withdrawn"),
}
LINKS: dict[LinkState, Any] = {
    LinkState.UNCHECKED: _l("not checked"),
    LinkState.WORKS: _l("answered"),
    LinkState.MOVED: _l("moved to another address"),
    LinkState.BROKEN: _l("no answer, or a fault"),
    LinkState.REFUSED: _l("not asked: it leads into a private network"),
}
FACETS: dict[Facet, Any] = {
    Facet.KIND: _lp("filter", "Type"),
    Facet.THEME: _lp("filter", "Theme"),
    Facet.REGION: _lp("filter", "Region"),
    Facet.COUNTRY: _lp("filter", "Country or territory"),
    Facet.LANGUAGE: _lp("filter", "Language"),
    Facet.YEAR: _lp("filter", "Year"),
    Facet.PARTNER: _lp("filter", "Made with"),
    Facet.SERIES: _lp("filter", "Series"),
}
ORDERS: dict[Order, Any] = {
    Order.NEWEST: _l("Newest here first"),
    Order.YEAR: _l("By year"),
    Order.TITLE: _l("By title"),
}
