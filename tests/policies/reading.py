"""Reading a page of the tracker."""

from __future__ import annotations


def page(answer, status=200):
    assert answer.status_code == status, answer.text
    return answer.text
