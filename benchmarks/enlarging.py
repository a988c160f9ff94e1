"""A sample network made larger by copying its organisations, straight into the tables.

What the pages of the directory read is copied, row by row: the organisation (listed or hidden), its
public row, its facets, its places in the five orders, its search entries of every audience with
their terms. A copy has a number after its name, so names differ and sort; indexes are the real
ones. The journal, the profiles and the members' side are not copied: no page measured here reads
them.
"""

import sqlite3
from itertools import chain

import psycopg
from sqlalchemy import make_url

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
TABLES = {
    "organisation": ("id", "slug", "name", "name_index", "locale", "country", "level",
                     "is_current", "confirmed_on", "version"),
    "public_organisation": ("id", "slug", "name", "locale", "region", "country", "level",
                            "languages", "areas", "said", "last_confirmed_on", "listed_on",
                            "changed_on", "shows_ties"),
    "public_facet": ("organisation_id", "facet", "value"),
    "sort_key": ("record", "locale", "key", "region", "country"),
    "search_entry": ("id", "subject_type", "subject_id", "audience", "locale", "dated_on"),
}  # fmt: skip
JSON = {"languages", "areas", "said"}
MEMORY = "PRAGMA cache_size=-800000"


class Copier:
    """Makes the rows of the copy with a number; `last`: the last search entry of the original."""

    def __init__(self, last):
        self.last = last

    @staticmethod
    def key(number, identifier):
        """Return the identifier of the copy of a record."""
        return f"{number:08x}{str(identifier).replace('-', '')[8:]}"

    @staticmethod
    def slug(number, slug):
        """Return the public name part of a copy."""
        code = ""
        while number:
            number, rest = divmod(number, len(ALPHABET))
            code += ALPHABET[rest]
        return f"{slug}{code:2<4}"

    def entry_id(self, number, entry_id):
        """Return the number of the copy of a search entry."""
        return number * (self.last + 1) + entry_id

    def organisation(self, number, row):
        """Return the copy of an organisation, encrypted name and all."""
        key, slug, name, index, *rest = row
        index = f"{number:08x}{index[8:]}"
        return self.key(number, key), self.slug(number, slug), name, index, *rest

    def public_organisation(self, number, row):
        """Return the copy of a public row, with its number in the name."""
        key, slug, name, *rest = row
        return self.key(number, key), self.slug(number, slug), f"{name} {number}", *rest

    def public_facet(self, number, row):
        """Return the copy of a facet."""
        return self.key(number, row[0]), *row[1:]

    def sort_key(self, number, row):
        """Return the copy of a place in an order, as `rules.collation` would place the new name."""
        key, locale, place, *where = row
        primary, _nothing, exact = bytes(place).partition(b"\x00")
        said = b" %d" % number
        return self.key(number, key), locale, primary + said + b"\x00" + exact + said, *where

    def search_entry(self, number, row):
        """Return the copy of a search entry."""
        key, kind, subject, *rest = row
        return self.entry_id(number, key), kind, self.key(number, subject), *rest

    def rows(self, table, number, originals):
        """Return the copies of all rows of a table."""
        make = getattr(self, table)
        return (make(number, row) for row in originals)


def enlarge(url, times):
    """Add this many copies of every organisation to the network in this database."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        _sqlite(parsed.database, times)
    else:
        _postgresql(parsed, times)


def _originals(execute, cast):
    found = {}
    for table, columns in TABLES.items():
        names = ", ".join(f"{one}{cast}" if one in JSON else f'"{one}"' for one in columns)
        only = " WHERE subject_type = 'organisation'" if table == "search_entry" else ""
        found[table] = execute(f"SELECT {names} FROM {table}{only} ORDER BY 1, 2").fetchall()
    return found


def _sqlite(file, times):
    database = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"):
        database.execute(f"PRAGMA {pragma}")
    database.execute(MEMORY)
    found = _originals(database.execute, "")
    last = max(row[0] for row in database.execute("SELECT max(id) FROM search_entry"))
    terms = database.execute(
        "SELECT e.id, e.audience, t.title, t.body FROM search_entry e "
        "JOIN search_terms t ON t.rowid = e.id WHERE e.subject_type = 'organisation' ORDER BY e.id"
    ).fetchall()
    marks = ", ".join(f"'{one}'" for one in TABLES)
    indexes = database.execute(
        f"SELECT name, sql FROM sqlite_master WHERE tbl_name IN ({marks}) AND type = 'index' "
        "AND sql IS NOT NULL"
    ).fetchall()
    for name, _sql in indexes:
        database.execute(f"DROP INDEX {name}")
    copier = Copier(last)
    database.execute("BEGIN")
    for table, columns in TABLES.items():
        names = ", ".join(f'"{one}"' for one in columns)
        statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
        copies = (copier.rows(table, number, found[table]) for number in range(1, times + 1))
        database.executemany(statement, chain.from_iterable(copies))
    database.executemany(
        "INSERT INTO search_terms(rowid, title, body) VALUES (?, ?, ?)",
        (
            (copier.entry_id(number, key), f"{title} {number}" if is_open else title, body)
            for number in range(1, times + 1)
            for key, is_open, title, body in ((k, a == "public", t, b) for k, a, t, b in terms)
        ),
    )
    database.execute("UPDATE listed_count SET number = number * ?", (times + 1,))
    database.execute("COMMIT")
    for _name, sql in indexes:
        database.execute(sql)
    database.execute("PRAGMA journal_mode=WAL")
    database.close()


def _postgresql(parsed, times):
    where = dict(parsed.query)
    known = psycopg.connect(host=where["host"], user=parsed.username, dbname=parsed.database)
    with known, known.cursor() as cursor:
        found = _originals(cursor.execute, "::text")
        last = cursor.execute("SELECT max(id) FROM search_entry").fetchone()[0]
        terms = cursor.execute(
            "SELECT e.id, e.audience, t.vector::text FROM search_entry e JOIN search_terms t "
            "ON t.entry_id = e.id WHERE e.subject_type = 'organisation' ORDER BY e.id"
        ).fetchall()
        copier = Copier(last)
        for table, columns in TABLES.items():
            names = ", ".join(f'"{one}"' for one in columns)
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for number in range(1, times + 1):
                    for row in copier.rows(table, number, found[table]):
                        copy.write_row(row)
        with cursor.copy("COPY search_terms (entry_id, vector) FROM STDIN") as copy:
            for number in range(1, times + 1):
                more = f" '{number}':1A"
                for key, audience, vector in terms:
                    said = vector + more if audience == "public" else vector
                    copy.write_row((copier.entry_id(number, key), said))
        cursor.execute("UPDATE listed_count SET number = number * %s", (times + 1,))
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('search_entry', 'id'), "
            "(SELECT max(id) FROM search_entry))"
        )
