"""How long the product takes: measured and printed, never a test, because machines differ."""
