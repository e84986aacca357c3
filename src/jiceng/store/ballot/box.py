"""The box: slips, sealed papers, the board. No column of time, address, session or account, and no foreign key.

`event` is the number of a ballot and nothing more. Tables are kept in the order of their keys (SQLite: WITHOUT ROWID),
and written anew in that order when the ballot closes, so that the files keep no order of arrival.
"""

from django.db import models


class Stub(models.Model):
    """A slip that was handed out or is left over: its digest, `kernel.ballot.slip.stub`."""

    pk = models.CompositePrimaryKey("event", "h")
    event = models.CharField(max_length=16)
    h = models.CharField(max_length=64)
    voter_class = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.h[:12]


class Envelope(models.Model):
    """A sealed paper; its nullifier is the slip it was cast with, so this is the list of spent slips too.

    eph: the voter's passing P-256 key, base64 of the uncompressed point. iv, ct: AES-256-GCM, base64.
    """

    pk = models.CompositePrimaryKey("event", "nullifier")
    event = models.CharField(max_length=16)
    nullifier = models.CharField(max_length=64)
    voter_class = models.CharField(max_length=32)
    eph = models.CharField(max_length=88)
    iv = models.CharField(max_length=16)
    ct = models.TextField()

    def __str__(self) -> str:
        return self.nullifier[:12]


class BoardRow(models.Model):
    """One answer, opened: commitment, what was said, the number that hid it (hex). Written once, at the count."""

    pk = models.CompositePrimaryKey("event", "item", "c")
    event = models.CharField(max_length=16)
    item = models.CharField(max_length=64)
    c = models.CharField(max_length=64)
    voter_class = models.CharField(max_length=32)
    value = models.CharField(max_length=32)
    nonce = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.item} {self.c[:12]}"


class Comment(models.Model):
    """A few words of some voter, with a random key; shown only where there are as many as the rule asks for."""

    id = models.CharField(primary_key=True, max_length=32)
    event = models.CharField(max_length=16, db_index=True)
    text = models.TextField()

    def __str__(self) -> str:
        return self.id[:12]
