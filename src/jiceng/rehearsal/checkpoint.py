"""Where a rehearsal stood: to begin again from there, with something taken away, or after something was mended."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http.cookies import SimpleCookie
from typing import Any

from django.core.cache import cache
from django.db import connection

from jiceng.rehearsal.play import Play


@dataclass(frozen=True)
class Checkpoint:
    """The store, what browsers keep, and what robots and rehearsal remember, at the beginning of a day.

    Files are not put back: what was sent later lies unused under names of its own.
    """

    day: date
    store: bytes
    cookies: Mapping[str, SimpleCookie]
    turns: Mapping[str, Any]
    remembered: Mapping[str, Any]

    @classmethod
    def of(cls, play: Play, day: date) -> "Checkpoint":
        return cls(
            day,
            connection.connection.serialize(),
            {robot.account.username: copy.deepcopy(robot.client.cookies) for robot in play.robots},
            {robot.account.username: dict(robot.turns) for robot in play.robots},
            copy.deepcopy({name: getattr(play, name) for name in REMEMBERED}),
        )

    def restore(self, play: Play) -> None:
        connection.connection.deserialize(self.store)
        cache.clear()
        for robot in play.robots:
            robot.client.cookies = copy.deepcopy(self.cookies[robot.account.username])
            robot.turns = dict(self.turns[robot.account.username])
            robot.pages.clear()
        for name, value in self.remembered.items():
            setattr(play, name, copy.deepcopy(value))


REMEMBERED = ("played", "seen", "looked", "moved", "tried", "walked", "walked_after", "occasions")
