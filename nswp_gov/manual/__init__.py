"""The documents that the network adopts: the manual, policies, codes, in dated editions."""
