"""What is remembered: one Django app; models, constraints and querysets, one file per noun.

fields      columns of our own: exact decimals, tree paths, who did it
constraints sentences that several tables keep true
user        who signs in, with what, where; posts given and ended by two people
signing     failed attempts to sign in, for a quarter of an hour
audit       what happened; only ever added to
register    organisations (a tree), people, posts
standard    adopted packs, and a pack's text as it was
sheet       campaigns, graded organisations, sheets and their lines, findings
result      who is not graded; figures and ratings from outside the sheet; decisions taken back or corrected
link        teams, help, visits, documents, co-operation zones
procedure   steps, their days and deadlines, samples
duty        records of what was held, returns sent upwards
notice      notices and objections
item        the ledger: items, gates, evidence
ballot      rolls and counted results
days        days off
desk        reminders, calendar feeds

Nothing here checks permission or applies a rule: that is `jiceng.access` and `jiceng.services`.
"""
