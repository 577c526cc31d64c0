"""Who is asked about unmet needs: bodies, who answers for them, and the routing table."""
