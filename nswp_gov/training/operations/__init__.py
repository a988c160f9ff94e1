"""What can be done in capacity building."""

from nswp_gov.training.operations.applying import (
    apply,
    confirm,
    name_participants,
    withdraw,
)
from nswp_gov.training.operations.calls import add_call, close_call, open_call
from nswp_gov.training.operations.choosing import let_wait, offer, pass_time, refuse
from nswp_gov.training.operations.events import (
    add_evaluation,
    add_event,
    add_lesson,
    add_teacher,
    announce,
    cancel,
    conclude,
    consent_to_name,
    move_event,
    reword_event,
    set_directions,
)
from nswp_gov.training.operations.figures import publish_figures
from nswp_gov.training.operations.inviting import meant, tell_members
from nswp_gov.training.operations.people import add_participant, forget, issue, mark, revoke
from nswp_gov.training.operations.programmes import (
    add_day,
    add_material,
    add_module,
    add_programme,
    found_days,
    move_on,
    remove_day,
    remove_material,
    reword_programme,
)
from nswp_gov.training.operations.wording import translated

__all__ = [
    "add_call",
    "add_day",
    "add_evaluation",
    "add_event",
    "add_lesson",
    "add_material",
    "add_module",
    "add_participant",
    "add_programme",
    "add_teacher",
    "announce",
    "apply",
    "cancel",
    "close_call",
    "conclude",
    "confirm",
    "consent_to_name",
    "forget",
    "found_days",
    "issue",
    "let_wait",
    "mark",
    "meant",
    "move_event",
    "move_on",
    "name_participants",
    "offer",
    "open_call",
    "pass_time",
    "publish_figures",
    "refuse",
    "remove_day",
    "remove_material",
    "revoke",
    "reword_event",
    "reword_programme",
    "set_directions",
    "tell_members",
    "translated",
    "withdraw",
]
