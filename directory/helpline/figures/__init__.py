"""How the helpline does, in figures: a fixed list of tables, so that none can be subtracted from another."""
