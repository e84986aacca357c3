"""A bad line between phones and server: the request arrives, the answer is held back, and often it is lost."""

import socket
import threading
import time
from contextlib import suppress
from random import Random

from tests.ballots.installation import HOST, free_port

CHUNK = 65_536


class BadLine:
    """Listens on `port`. loss: share of answers that are lost after the server gave them. delay: seconds until an
    answer arrives, or the line breaks. One request a connection, as phones make when their line keeps breaking."""

    def __init__(self, server: int, *, loss: float, delay: float, seed: int = 0) -> None:
        self.server, self.loss, self.delay, self.draw = server, loss, delay, Random(seed)
        self.passed = self.lost = 0
        self.one_at_a_time, self.over = threading.Lock(), threading.Event()
        self.port = free_port()

    def __enter__(self) -> "BadLine":
        self.listening = socket.create_server((HOST, self.port), backlog=128)
        self.listening.settimeout(0.2)
        self.accepting = threading.Thread(target=self._accept)
        self.accepting.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.over.set()
        self.accepting.join()
        self.listening.close()

    def _accept(self) -> None:
        carrying: list[threading.Thread] = []
        while not self.over.is_set():
            with suppress(TimeoutError):
                phone, _ = self.listening.accept()
                carrying = [one for one in carrying if one.is_alive()]
                carrying.append(threading.Thread(target=self._carry, args=(phone,)))
                carrying[-1].start()
        for one in carrying:
            one.join()

    def _carry(self, phone: socket.socket) -> None:
        with phone, suppress(OSError):
            phone.settimeout(10)
            request = _whole(phone)
            if not request:
                return
            with socket.create_connection((HOST, self.server), timeout=30) as server:
                server.sendall(request)
                answer = _whole(server)
            # The server has answered, so the paper is in the box; whether the voter hears of it is the line's.
            with self.one_at_a_time:
                is_lost, wait = self.draw.random() < self.loss, self.draw.uniform(0, 2 * self.delay)
                self.lost, self.passed = self.lost + is_lost, self.passed + (not is_lost)
            time.sleep(wait)
            if not is_lost:
                phone.sendall(answer)


def _whole(one: socket.socket) -> bytes:
    """A whole message with the length that its head says."""
    raw = b""
    while b"\r\n\r\n" not in raw:
        more = one.recv(CHUNK)
        if not more:
            return b""
        raw += more
    head, _, body = raw.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length:
        more = one.recv(CHUNK)
        if not more:
            return b""
        body += more
    return head + b"\r\n\r\n" + body
