"""Questions in SPARQL 1.1, only to read: a data set made from the store, and processes that answer within limits.

examples    questions that researchers ask, with their names and what they answer
dataset     the store as an RDF data set on disk, made anew when the store has changed
worker      the process that answers; what it may use is bounded from outside
pool        several of them, so that a long question does not keep short ones waiting
service     the two together, for a server
"""
