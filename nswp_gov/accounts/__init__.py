"""People, sign-in and roles: who somebody is, and what they may do."""
