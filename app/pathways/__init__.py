"""Pathways: the ways from role to role over others, and what is on record of each move."""
