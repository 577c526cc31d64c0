"""The arithmetic of a query over the arrays. Knows no database and no Flask."""
