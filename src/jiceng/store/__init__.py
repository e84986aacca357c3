"""What is remembered: one Django app; models, constraints and querysets, one file per noun.

fields     columns of our own: exact decimals, tree paths
user       who signs in
signing    failed attempts to sign in, for a quarter of an hour
audit      what happened; only ever added to
register   organisations (a tree), people, posts
sheet      adopted packs, campaigns, graded organisations, sheets and their lines, flags

Nothing here checks permission or applies a rule: that is `jiceng.access` and `jiceng.services`.
"""
