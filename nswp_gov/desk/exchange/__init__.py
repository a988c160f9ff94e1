"""Texts on their way to translators outside and back: XLIFF 2.0 and PO."""

from __future__ import annotations

from nswp_gov.desk.exchange.piece import Piece, Unreadable
from nswp_gov.desk.exchange.po import read_po_file, write_po_file
from nswp_gov.desk.exchange.xliff import read_xliff, write_xliff

__all__ = ["Piece", "Unreadable", "read_po_file", "read_xliff", "write_po_file", "write_xliff"]
