"""What people prove themselves with, apart from any database: words, hashes, steps, challenges."""
