"""What is withheld from the public, and what waits for an officer because of it."""
