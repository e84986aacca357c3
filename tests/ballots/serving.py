"""A server that may be killed at any moment and stands again at once.

    python -m tests.ballots.serving PORT [MUTANT]

This process loads the application once. For each line on its input it copies itself; the copy is a gunicorn with its
workers, all in a process group of their own, whose number is printed. Kill the group, send a line, and all of it is
new. The application is the one that DJANGO_SETTINGS_MODULE sets up. MUTANT names a function of `mutants`, a protection
taken away.
"""

import os
import signal
import sys
from typing import Any

import django

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import get_resolver  # noqa: E402
from gunicorn.app.base import BaseApplication  # noqa: E402

WORKERS, THREADS = 2, 4


class Server(BaseApplication):
    def __init__(self, port: int) -> None:
        self.port, self.application = port, get_wsgi_application()
        super().__init__()

    def load_config(self) -> None:
        told = {
            "bind": f"127.0.0.1:{self.port}", "worker_class": "gthread", "workers": WORKERS, "threads": THREADS,
            "loglevel": "warning", "keepalive": 30, "graceful_timeout": 3, "control_socket_disable": True,
        }  # fmt: skip
        for name, value in told.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return self.application


def main(port: int, mutant: str = "") -> None:
    if mutant:
        from tests.ballots import mutants

        getattr(mutants, mutant)()
    server = Server(port)
    get_resolver().url_patterns  # noqa: B018  # read now, so that the copies need not
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed leave no trace
    print("loaded", flush=True)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setsid()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            sys.stdin.close()
            server.run()
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
