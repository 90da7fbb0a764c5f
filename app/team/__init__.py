"""The page of a team: who is in it, what it holds of what its roles need, and who should learn what."""
