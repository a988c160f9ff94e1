"""Lists of organisations from outside: read, matched, tried, applied, taken back."""
