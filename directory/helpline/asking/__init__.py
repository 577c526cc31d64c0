"""What those who ask the helpline do themselves: ask online, read the answer, say that it did not help."""
