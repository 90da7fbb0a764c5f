"""The situation in which somebody asks: switches, what filters make of a course, and what to check."""
