"""The demonstration county: real places, published numbers, everything else invented and marked so.

county   its organisations, committees and members, as plain rows
people   somebody in every post; the accounts that can sign in
scores   score lines that give a wished-for total, through the same rules as real ones
sheets   sheets, decisions and explanations in bulk, through the rules of a campaign
finished the campaign of 2012, with the published result
stages   where each committee of the running campaign stands on the day, and what it did when
running  its first three steps; papers and wording are the records, boards and ballots they ask for
meeting  a ballot as people hold it: what browsers and phones do, done in Python
ballots  the few ballots of the running campaign that are held here, with box and board
ahead    its last two steps, and what is bound to no step
load     writes it all into an empty store: the county in one transaction, then the ballots

The same seed gives the same county every time. `data/README.md` says where each file comes from.
"""
