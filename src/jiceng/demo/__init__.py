"""The demonstration county: real places, published numbers, everything else invented and marked so.

county   its organisations, committees and people, as plain rows
scores   score lines that give a wished-for total, through the same rules as real ones
load     writes it all into an empty store, in one transaction

The same seed gives the same county every time. `data/README.md` says where each file comes from.
"""
