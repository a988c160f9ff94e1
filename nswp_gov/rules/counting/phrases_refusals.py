"""The words for everything that a file or a count can be refused for, in English, once."""

from __future__ import annotations

from types import MappingProxyType

from nswp_gov.rules.counting.phrases import N_

PLACE = N_("line %(line)s, column %(column)s: %(message)s")

REFUSALS = MappingProxyType(
    {
        "candidates_out_of_bounds": N_("Expected the number of candidates, from 1 to %(most)s."),
        "seats_out_of_bounds": N_("Expected the number of seats, from 1 to %(most)s."),
        "unknown_candidate": N_(
            "There is no candidate %(candidate)s. Expected a number from 1 to %(candidates)s."
        ),
        "weight_below_one": N_("Found a weight of %(weight)s. Expected 1 or more."),
        "candidate_twice": N_("A ballot names a candidate twice: %(paper)s."),
        "lot_order_incomplete": N_(
            "Found the lot order %(order)s. Expected each of these once: %(expected)s."
        ),
        "lot_order_unreadable": N_(
            "Found the lot order “%(found)s”. Expected candidate numbers with commas between, or "
            "the word “ascending”."
        ),
        "cap_unreadable": N_(
            "Found the group “%(found)s”. Expected how many of it can be elected, a colon and "
            "candidate numbers with commas between: 2:1,4,5."
        ),
        "irv_one_seat": N_(
            "Instant-runoff voting fills one seat, and this election has %(seats)s. "
            "Count it by another rule, or say that there is 1 seat."
        ),
        "file_too_large": N_("The file is larger than %(most)s bytes."),
        "line_too_long": N_("The line is longer than %(most)s bytes. Expected one ballot a line."),
        "too_many_rankings": N_("The file has more than %(most)s different ballots."),
        "not_utf8": N_("Found bytes that are not text. Expected UTF-8."),
        "blt_header": N_(
            "Found “%(found)s”. Expected two numbers: how many candidates, how many seats."
        ),
        "blt_withdrawn": N_(
            "Found “%(found)s”. Expected a withdrawn candidate: a minus sign and a number from 1 "
            "to %(candidates)s."
        ),
        "blt_head_too_long": N_("Expected the first ballot within the first %(most)s lines."),
        "blt_no_end_of_papers": N_("The file ends here. Expected a line “0” after the ballots."),
        "blt_weight": N_(
            "Found “%(found)s”. Expected how many ballots are like this: a whole number from 1, "
            "of at most %(digits)s digits."
        ),
        "blt_preference": N_(
            "Found “%(found)s”. Expected a candidate’s number from 1 to %(candidates)s, or 0 at "
            "the end."
        ),
        "blt_after_zero": N_("Found a 0 inside the line. Expected it at the end only."),
        "blt_no_zero": N_("The line ends after “%(found)s”. Expected a 0 at its end."),
        "blt_gap": N_(
            "Found a preference left out (“%(found)s”). Expected preferences without gaps."
        ),
        "blt_equal_ranks": N_(
            "Found candidates ranked equally (“%(found)s”). Expected one candidate for each "
            "preference."
        ),
        "candidate_twice_on_line": N_(
            "Candidate %(found)s is named for a second time. Expected each at most once."
        ),
        "blt_name_expected": N_("Found “%(found)s”. Expected a name in quotation marks."),
        "blt_name_open": N_("Found “%(found)s”. Expected a quotation mark at the end of it."),
        "blt_names_missing": N_(
            "The file ends after %(names)s names. Expected one for each of the %(candidates)s "
            "candidates."
        ),
        "blt_after_title": N_("Found “%(found)s” after the title. Expected the end of the file."),
        "name_empty": N_("Found an empty name. Expected at least one letter."),
        "name_sign": N_(
            "Found the sign %(sign)s in a name. Expected letters that can be seen on a sheet."
        ),
        "csv_no_ranks": N_(
            "Found no column for the first choice. Expected one headed “rank1”, then “rank2” and "
            "so on."
        ),
        "csv_column": N_(
            "Found the column “%(found)s”. Expected “ballot”, “weight” or “rank1”, “rank2” and so "
            "on, each once and in this order."
        ),
        "csv_cells": N_("Found %(found)s cells. Expected %(expected)s, as in the head row."),
        "csv_quotes": N_("Found a quotation mark that is not closed or in the wrong place."),
        "csv_setting": N_(
            "Found “%(found)s”. Expected “title:”, “seats:”, “candidate:” or “withdrawn:”."
        ),
        "csv_seats": N_("The number of seats is not given. Expected a line “# seats: 3”."),
        "csv_weight": N_("Found the weight “%(found)s”. Expected a whole number from 1."),
        "csv_unknown_name": N_("Found “%(found)s”. Expected the name of a listed candidate."),
        "csv_gap": N_("Found a choice after one left out. Expected choices without gaps."),
        "csv_overvote": N_("Found “%(found)s”. Expected one candidate for each choice."),
        "csv_same_name": N_("Two candidates have the name “%(found)s”. Expected different names."),
        "json_unreadable": N_("Expected the record of a count, in JSON."),
        "json_too_large": N_("The record is larger than %(most)s bytes."),
        "json_shape": N_("Found something else than expected at “%(where)s” of the record."),
        "file_unreadable": N_("The file cannot be read: %(reason)s."),
    }
)
