"""The front door, the way out, and the pages that say what the program does and cannot do."""
