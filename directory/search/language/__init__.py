"""What people say, and what is said back to them."""
