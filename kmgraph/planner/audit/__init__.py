"""An independent check of answers, from the records as stated; nothing here reads what the planner made of them."""
