"""What is known of entries, and the flat arrays made of it. Knows no database and no Flask."""
