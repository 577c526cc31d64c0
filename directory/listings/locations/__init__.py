"""Where entries are: what is known of it, and who may know it."""
