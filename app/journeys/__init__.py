"""Career journeys: how people came from role to role, told in general, and what is observed of it."""
