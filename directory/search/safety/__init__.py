"""What must not stand together in an answer: pairs that never meet, subjects that need a direct word, and
who comes first. The rules are data, `seed/language/pairs.yaml`; see docs/pairs.md."""
