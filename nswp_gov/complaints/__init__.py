"""Complaints: raised by anybody, read by a named circle, known to nobody else."""
