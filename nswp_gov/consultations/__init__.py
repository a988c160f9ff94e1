"""Questions and drafts put to the members; one reply for each organisation."""
