"""Many organisations at once: the rows that the operations would have made, written in chunks."""
