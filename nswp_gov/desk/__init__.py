"""The translation desk: what is behind in which language, who works on it, with which words."""
