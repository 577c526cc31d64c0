"""Entries as pages show them: values in words, nothing looked up."""
