"""Enquiries to the helpline, and the lists its handlers answer from."""
