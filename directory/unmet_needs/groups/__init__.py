"""Groups of unmet needs: made, merged, sent, answered, and matched with what is new."""
