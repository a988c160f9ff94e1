"""The rules of the network as pure functions: standard library only, no clock, no database."""
