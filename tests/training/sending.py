"""Sending a form of a page as a browser does."""

from __future__ import annotations

import re

TOKEN = re.compile(r'name="(?:\w+-)*csrf_token"[^>]*value="([^"]+)"')


def send(browser, path, data=None, page=None, prefix=""):
    """Post a form with the mark that its page carries."""
    token = TOKEN.search(browser.get(page or path).text)[1]
    named = {f"{prefix}{name}": value for name, value in (data or {}).items()}
    return browser.post(path, data={**named, f"{prefix}csrf_token": token, "csrf_token": token})
