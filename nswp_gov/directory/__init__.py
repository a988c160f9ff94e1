"""Organisations: what they say of themselves, who may see it, and the public directory."""
