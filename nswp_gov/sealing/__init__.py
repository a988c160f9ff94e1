"""Sealed ballots: manifest, envelope, box, opening.

This floor knows neither database nor web. It needs `cryptography` and the standard library, and
imports its own files by relative names, because the trustees' tool carries a copy of it.
"""

from .ballot import Ballot, BallotState, checked_choices, least_padding
from .box import Box, close_box, extended_close, sign_box, sign_extension
from .ceremony import Agreed, Opening, agree, make_share_file, open_box, trackers_file
from .envelope import (
    SealedBallot,
    envelope_length,
    open_envelope,
    paper_in,
    seal_ballot,
    seal_of,
    unwrap,
)
from .errors import (
    BallotRefused,
    BoxRefused,
    CeremonyRefused,
    KeyRefused,
    ManifestRefused,
    NotCanonical,
    SealingError,
    SignatureRefused,
    Unreadable,
)
from .escrow import (
    read_recovery_file,
    recover_slot_key,
    recovery_code,
    recovery_file,
    release_escrow,
    seal_escrow,
)
from .hpke import SealKey, Suite
from .keys import TrusteeKey, fingerprint, lock, read_public_file, unlock
from .lots import drawn_from, seal_seed, typed_lot
from .manifest import (
    ElectionKind,
    Level,
    Manifest,
    Program,
    ReceiptMode,
    Ties,
    Trustee,
    Witness,
    WitnessRole,
    manifest_hash,
)
from .papers import BallotKind, Contest, Option, Paper, Publication, Roll
from .record import Verification, sign_destroyed, sign_recounted, verify_folder
from .signing import Purpose, check_receipt, new_signing_key, public_of, sign_receipt
from .slots import new_salt, new_slot_key, roll_commitment, slot_of
from .source import source_sha256
from .trackers import receipt_code
from .witnesses import lot_to_sign, read_witnessed, sign_lot, sign_observed

__all__ = [
    "Agreed",
    "Ballot",
    "BallotKind",
    "BallotRefused",
    "BallotState",
    "Box",
    "BoxRefused",
    "CeremonyRefused",
    "Contest",
    "ElectionKind",
    "KeyRefused",
    "Level",
    "Manifest",
    "ManifestRefused",
    "NotCanonical",
    "Opening",
    "Option",
    "Paper",
    "Program",
    "Publication",
    "Purpose",
    "ReceiptMode",
    "Roll",
    "SealKey",
    "SealedBallot",
    "SealingError",
    "SignatureRefused",
    "Suite",
    "Ties",
    "Trustee",
    "TrusteeKey",
    "Unreadable",
    "Verification",
    "Witness",
    "WitnessRole",
    "agree",
    "check_receipt",
    "checked_choices",
    "close_box",
    "drawn_from",
    "envelope_length",
    "extended_close",
    "fingerprint",
    "least_padding",
    "lock",
    "lot_to_sign",
    "make_share_file",
    "manifest_hash",
    "new_salt",
    "new_signing_key",
    "new_slot_key",
    "open_box",
    "open_envelope",
    "paper_in",
    "public_of",
    "read_public_file",
    "read_recovery_file",
    "read_witnessed",
    "receipt_code",
    "recover_slot_key",
    "recovery_code",
    "recovery_file",
    "release_escrow",
    "roll_commitment",
    "seal_ballot",
    "seal_escrow",
    "seal_of",
    "seal_seed",
    "sign_box",
    "sign_destroyed",
    "sign_extension",
    "sign_lot",
    "sign_observed",
    "sign_receipt",
    "sign_recounted",
    "slot_of",
    "source_sha256",
    "trackers_file",
    "typed_lot",
    "unlock",
    "unwrap",
    "verify_folder",
]
