"""A year of casework in rows. Everything is drawn from one seeded stream: the same sizes give the same rows.
Words are invented here."""
