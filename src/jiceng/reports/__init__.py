"""Rows that span nouns: desks, campaigns, the forms that go up, and the tables that people hand in."""
