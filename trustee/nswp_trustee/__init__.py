"""The trustees' tool: keeps a key, hands over shares, opens the box; needs no network."""
