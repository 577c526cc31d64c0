"""Earlier enquiries like this one, so that the next handler starts from the last answer."""
