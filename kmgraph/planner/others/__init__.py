"""Other plans beside the best: distinct alternatives, and plans that trade price, hours and number."""
