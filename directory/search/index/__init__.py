"""The index on disk: written by Whoosh, decoded once into a generation."""
