"""Meetings: agenda, attendance, votes, decisions, actions, minutes and their editions."""
