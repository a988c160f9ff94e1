"""Capacity building: programmes, sessions, calls with places, attendance, certificates."""
