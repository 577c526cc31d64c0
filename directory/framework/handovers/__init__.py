"""Support records of a worker who is away, moves or leaves go to a colleague of the same team. It takes two
people: one asks, and the colleague takes over. No administrator sees a record or its reference by this."""
