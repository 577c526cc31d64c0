"""What an entry costs, in the three classes people filter by."""

from collections.abc import Sequence

from directory.models import CostOption

LOW_COST_PENCE = 500
"""The dearest option of a "low cost" entry."""


def classify_cost(options: Sequence[CostOption]) -> str:
    """free, low, paid; "" where nothing is recorded. The dearest option decides."""
    amounts = [one.amount_pence for one in options if one.amount_pence is not None]
    if amounts:
        dearest = max(amounts)
        return "free" if dearest == 0 else "low" if dearest <= LOW_COST_PENCE else "paid"
    said = " ".join(f"{one.option or ''} {one.amount_description or ''}" for one in options).lower()
    return "free" if said.split()[:1] == ["free"] else "paid" if said.strip() else ""
