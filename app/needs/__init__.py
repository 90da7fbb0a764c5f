"""Needs and gaps: what role types need, what the learning listed provides, and where the two do not meet."""
