"""Answers beside each other: two situations, and what each switch changes."""
