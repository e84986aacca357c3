"""rehearsal: a document played through the product's own pages, before it is issued and before a row counts as running.

county    a small county of its own: every kind and form of organisation, and who holds which post
page      what a page offers, read off its HTML: lines of a desk, forms, links that lead on
filling   values for the fields a form asks for, by their kinds and limits; the same for the same seed
robot     one person with a browser: signs in, opens the desk, follows a line, fills in, sends, looks again
play      day by day: the morning, then everybody for whom something has changed
findings  what must not be: never asked, asked of somebody who may not, never met, a page that failed, ...
diary     the report as text, table and page

Nothing here calls a service that does somebody's work: what happens, happens by a form that a page offered.
"""
