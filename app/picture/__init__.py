"""Pictures of plans and ways: what stands where, and how it is drawn."""
