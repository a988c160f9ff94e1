"""Passkeys: kept, used, removed. Source: W3C WebAuthn Level 3, 7."""

from __future__ import annotations

import json
import uuid

from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException

from nswp_gov.accounts import queries
from nswp_gov.accounts.models import Passkey, Person
from nswp_gov.accounts.operations.proofs import tell_changed
from nswp_gov.accounts.proving.passkeys import Challenge, Site
from nswp_gov.store.errors import Denied, NotFound, Unfit
from nswp_gov.store.work import Work

LONGEST_NAME = 60


def add_passkey(
    work: Work, person: Person, *, site: Site, challenge: Challenge, answer: str, name: str
) -> Passkey:
    """Keep a new passkey under the person's own name for it.

    Raises:
        Unfit: the answer does not verify, or the key is known already.

    """
    try:
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=challenge.raw,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError):
        raise Unfit("passkey_wrong") from None
    if queries.passkey(work.session, verified.credential_id) is not None:
        raise Unfit("passkey_known")
    passkey = Passkey(
        person_id=person.id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=" ".join(name.split())[:LONGEST_NAME] or "1",
        added_on=work.now.date(),
    )
    work.session.add(passkey)
    work.record("account.passkey_added", person)
    tell_changed(work, person)
    return passkey


def use_passkey(
    work: Work, *, site: Site, challenge: Challenge, answer: str, owner: uuid.UUID | None = None
) -> uuid.UUID:
    """Return whose passkey gave this answer; `owner`: it has to be this person's.

    Raises:
        Unfit: unknown key, wrong answer, a copied key (its counter went back), or another's key.

    """
    try:
        credential_id = base64url_to_bytes(json.loads(answer)["rawId"])
        passkey = queries.passkey(work.session, credential_id)
        if passkey is None or (owner is not None and passkey.person_id != owner):
            raise Unfit("passkey_wrong")
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge.raw,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Unfit("passkey_wrong") from None
    passkey.sign_count = verified.new_sign_count
    passkey.used_on = work.now.date()
    return passkey.person_id


def remove_passkey(
    work: Work, person: Person, passkey_id: uuid.UUID, *, must_keep_second: bool
) -> None:
    """Forget one of the person's passkeys.

    Raises:
        NotFound: it is not theirs.
        Denied: an officer's only second proof.

    """
    own = queries.passkeys_of(work.session, person.id)
    found = next((one for one in own if one.id == passkey_id), None)
    if found is None:
        raise NotFound
    has_totp = queries.credential(work.session, person.id).totp_secret is not None
    if must_keep_second and len(own) == 1 and not has_totp:
        raise Denied("last_proof")
    work.session.delete(found)
    work.record("account.passkey_removed", person)
    tell_changed(work, person)
