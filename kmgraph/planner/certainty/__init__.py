"""How sure a plan is: the same question asked of other readings of the proposals."""
