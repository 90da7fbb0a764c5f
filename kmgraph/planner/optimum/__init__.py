"""The best plan, proven: learning as arrays, what can be in no best plan left out, and the rest solved."""
