"""Unmet needs and those who are asked about them."""
