"""The page on which people load data: what they bring, what it would change, and the way back."""
