"""Roles side by side: what they share, where they differ, and what somebody brings of each."""
