"""What was searched: noted without who searched, kept for 90 days, counted by month afterwards."""
