"""Bodies, their seats and rules, and who holds which seat from when until when."""
