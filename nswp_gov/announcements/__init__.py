"""News, alerts, calls, statements, digests: from a correspondent's draft to five languages."""
