"""Details of a patient in entry data, and the register of its texts."""
