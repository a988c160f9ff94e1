"""Flask, and everything that only Flask needs."""
