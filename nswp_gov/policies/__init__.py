"""The tracker: bodies of the world, their documents, the positions taken in them."""
