"""Why a file or a line is refused, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from nswp_gov.web.phrases import say


def tell() -> None:
    """Say what each refusal means."""
    say(
        {
            "import_empty": _l("There are no lines below the first one."),
            "import_large": _l("The file is larger than %(megabytes)s MB. Split it."),
            "import_kind": _l(
                "This is neither CSV nor XLSX. Save the list as one of these from your program."
            ),
            "import_many_lines": _l("There are more than %(most)s lines. Split the file."),
            "import_many_columns": _l("There are more than %(most)s columns."),
            "import_cell_long": _l(
                "A cell in line %(line)s holds more than %(longest)s characters."
            ),
            "import_encoding": _l(
                "The letters can’t be read. Save the file as CSV in UTF-8, or as XLSX."
            ),
            "import_damaged": _l("The file can’t be read. Save it again from your program."),
            "import_unpacks_large": _l("The file unpacks into far more than it should."),
            "import_column_twice": _l("Two columns are said to be “%(column)s”. Keep one."),
            "import_no_name_column": _l("Say which column holds the name, or the key."),
            "import_formula": _l("A formula stands under “%(column)s”: save its value."),
            "import_unknown_country": _l("“%(words)s” is no country or territory that we know."),
            "import_unknown_region": _l("“%(words)s” is none of the network’s regions."),
            "import_unknown_level": _l(
                "“%(words)s” is no level: local, national, regional, global."
            ),
            "import_unknown_category": _l(
                "“%(words)s” is no category: full, associate, supporting."
            ),
            "import_unknown_standing": _l("“%(words)s” is no standing."),
            "import_unknown_areas": _l("“%(words)s” is none of the priority areas."),
            "import_unknown_language": _l("“%(words)s” is no language that we know."),
            "import_unknown_locale": _l("“%(words)s” is not a language of these pages."),
            "import_unknown_day": _l(
                "“%(words)s” is no day that can be read in one way only: write 2026-04-03."
            ),
            "import_days_order": _l("The standing begins before the admission."),
            "import_needs_decision": _l(
                "Nobody is suspended or expelled by a list: do it on the organisation’s page."
            ),
            "import_key_missing": _l("The key is missing."),
            "import_key_twice": _l("Line %(line)s has the same key."),
            "import_ambiguous": _l("Several records have this name in this country."),
            "import_other_key": _l(
                "A record with this name in this country is known by another key."
            ),
            "import_was_member": _l(
                "This organisation belonged before and left: admit it again on its page."
            ),
            "import_standing_alone": _l("A standing needs a category beside it."),
            "import_changed_meanwhile": _l(
                "The record changed after the trial. Bring the list in again."
            ),
            "import_changed_since": _l("Somebody changed the record since: it stays as it is."),
        }
    )
