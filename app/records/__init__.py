"""Records one by one and side by side: roles, competencies, training, and what stands around each."""
