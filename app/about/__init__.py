"""What the data holds, how far it may be relied on, and what is missing."""
