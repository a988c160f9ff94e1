"""What the directory's refusals say."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from nswp_gov.web.phrases import say, say_reasons

say(
    {
        "organisation_name_missing": _l("An organisation needs a name."),
        "organisation_name_long": _l("A name has at most %(longest)s characters."),
        "organisation_unknown": _l("Choose an organisation from the list."),
        "country_unknown": _l("Choose a country or territory from the list."),
        "region_unknown": _l("Choose a region from the list."),
        "region_missing": _l(
            "The region of this country is undecided: choose the region of this organisation."
        ),
        "reason_missing": _l("Say why, in a few words."),
        "confirmation_by_phone_missing": _l("Say how the office heard that it is still right."),
        "nobody_to_ask": _l(
            "Nobody of this organisation has an e-mail address here. Telephone them and record "
            "what they say."
        ),
        "nothing_handed_over": _l("Choose what is handed over."),
        "country_too_dangerous": _l(
            "In this country being listed is too dangerous: nobody there can be shown to the "
            "public. Everything else works."
        ),
        "own_consent_only": _l(
            "This organisation was hidden in an emergency. Only its own people can consent again, "
            "signed in."
        ),
        "second_confirmation_too_soon": _l(
            "Please sleep on it: confirm tomorrow, or let another person of your organisation "
            "confirm today."
        ),
        "no_consent_waiting": _l("No consent waits for a confirmation."),
        "by_phone_missing": _l("Say how the office heard of this consent."),
        "field_never_public": _l("One of these fields can never be shown to everybody."),
        "second_person_needed": _l(
            "The office names nobody who edits or votes for an organisation alone: a "
            "representative of its region has to agree."
        ),
        "joint_region_needed": _l(
            "The region of this organisation is undecided, so nobody can be asked to agree. Give "
            "it a region first."
        ),
        "joint_asked_already": _l("This was asked for already, and waits."),
        "delegate_is_alternate": _l("The delegate and the alternate are two people."),
        "last_editor": _l("Somebody has to be able to edit the profile: appoint another first."),
        "person_unknown": _l("Nobody can be appointed under this name."),
        "already_appointed": _l("This person does that already."),
        "tie_with_itself": _l("Choose another organisation than your own."),
        "tie_known": _l("This is proposed or agreed already."),
        "text_long": _l("This text is too long: at most %(longest)s characters."),
        "line_long": _l("This line is too long: at most %(longest)s characters."),
        "website_unfit": _l("Write the address of the site like this: https://example.org"),
        "email_unfit": _l("Write the e-mail address like this: name@example.org"),
        "level_unknown": _l("Choose a level from the list."),
        "choice_unknown": _l("Choose from the list."),
        "choices_many": _l("Choose at most %(most)s."),
    }
)
say_reasons(
    {
        "not_own_editor": _l("Only people whom the organisation appointed can do this."),
        "own_appointment": _l("Nobody asks for their own appointment."),
        "other_region": _l("You can do this for organisations of your own region only."),
    }
)
