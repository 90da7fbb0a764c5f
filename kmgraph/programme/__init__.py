"""What a programme of professional development asks: what is needed, what is provided, and who cannot reach it."""
