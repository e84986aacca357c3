"""What the rules mean: plain values in, plain values out. No Django, no clock, no database.

One module or package a noun (`sheet`, `register`, later `ballot`, `duty`, `item` ...) and two rules that cut across
nouns: `firmness` and `consequence`. `refusal` is how a rule says no, `trace` how a figure explains itself.
"""
