"""Other ways to the best plan, slower and simpler than the planner's: what it finds is held against theirs."""
