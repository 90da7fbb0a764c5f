"""Answers to take away, each with its question, version and licences."""
