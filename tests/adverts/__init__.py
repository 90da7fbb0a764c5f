"""Thirty short adverts in this project's own words, what they ask for, and how well they are read."""
