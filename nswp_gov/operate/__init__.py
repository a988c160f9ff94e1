"""Running the program: serve, work, back up, restore, examine. Each is a command of `nswp-gov`."""
