"""The pages of the explorer: each chooses, asks and shows.

Not in a folder called pages: Streamlit would serve what lies there without the router, until the router ran once.
"""
