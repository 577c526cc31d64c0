"""Fetches the publishers' files."""
