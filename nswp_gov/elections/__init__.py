"""Elections: from the falling vacancy to the seated winner, with sealed ballots."""
