"""Details of a person in text: how they are found, and where they may not be stored."""
