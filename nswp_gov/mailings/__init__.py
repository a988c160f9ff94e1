"""Letters to many: audiences from the register, preferences, lists, digests, the outbox."""
