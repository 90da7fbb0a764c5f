"""Surveys: the questions as respondents see them, a check of answers, and what published surveys say."""
