"""What happens: one function per event. Permission, rule, write; one transaction; `by` is who and `on` is when.

sheet    a campaign is opened, lines are recorded, sheets completed, grades decided and explained
"""
