"""What is done with accounts: one function a verb."""

from nswp_gov.accounts.operations.addresses import (
    ask_email,
    confirm_email,
    remove_email,
)
from nswp_gov.accounts.operations.invitations import (
    accept_invitation,
    invite,
    new_paper_codes,
    withdraw_invitation,
)
from nswp_gov.accounts.operations.letters import can_be_written_to, write_to
from nswp_gov.accounts.operations.passkeys import add_passkey, remove_passkey, use_passkey
from nswp_gov.accounts.operations.people import (
    add_person,
    change_own,
    close_person,
    forget_secrets,
    set_email,
)
from nswp_gov.accounts.operations.proofs import (
    begin_totp,
    confirm_totp,
    rehash,
    remove_totp,
    set_passphrase,
    use_paper_code,
    use_totp,
)
from nswp_gov.accounts.operations.recovery import (
    Contact,
    ask_recovery,
    confirm_recovery,
    stop_recovery,
    use_recovery,
)
from nswp_gov.accounts.operations.roles import (
    ask_role,
    begin_role,
    end_role,
    grant_role,
    refuse_role,
    second_role,
)
from nswp_gov.accounts.operations.sessions import (
    end_other_sessions,
    end_own_session,
    end_session,
    name_session,
    open_session,
    renew_session,
    see_session,
)

__all__ = [
    "Contact", "accept_invitation", "add_passkey", "add_person", "ask_email", "ask_recovery",
    "ask_role", "begin_role", "begin_totp", "can_be_written_to", "change_own", "close_person",
    "confirm_email", "confirm_recovery", "confirm_totp", "end_other_sessions", "end_own_session",
    "end_role", "end_session", "forget_secrets", "grant_role", "invite", "name_session",
    "new_paper_codes", "open_session", "refuse_role", "rehash", "remove_email", "remove_passkey",
    "remove_totp", "renew_session", "second_role", "see_session", "set_email", "set_passphrase",
    "stop_recovery", "use_paper_code", "use_passkey", "use_recovery", "use_totp",
    "withdraw_invitation", "write_to",
]  # fmt: skip
