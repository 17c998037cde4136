"""How gunicorn serves the portal; it reads this file by itself. docs/operations.md says more.

It imports nothing of the portal or of Django: workers that a reload (SIGHUP) starts would inherit
the old code.
"""

import json
import logging
import os
import shutil
import socket
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

# How long the head of a request may take to arrive, in seconds.
HEAD_SECONDS = 5


class Worker(ThreadWorker):
    """Threads that wait for the head of a request no longer than HEAD_SECONDS, and a port that is
    let go of as soon as a worker is told to stop.

    gunicorn's own would wait for ever: a few slow connections then keep everyone else out. And it
    would go on listening until its last answer is given: a proxy would send requests into it that
    nobody takes.
    """

    def init_process(self) -> None:
        self.heads: dict[TConn, float] = {}
        super().init_process()

    def set_accept_enabled(self, enabled: bool) -> None:
        """Called with False too where a worker stops: it takes who has connected already."""
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            before = -1
            while before < self.nr_conns:
                before = self.nr_conns
                self.accept(listener)
            listener.close()

    def handle(self, conn: TConn) -> Any:
        self.heads[conn] = time.monotonic() + HEAD_SECONDS
        try:
            return super().handle(conn)
        finally:
            self.heads.pop(conn, None)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """The head has arrived."""
        self.heads.pop(conn, None)
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """Called every second: ends what is late, at which the thread that reads it goes on."""
        super().murder_pending()
        now = time.monotonic()
        late = [conn for conn, until in list(self.heads.items()) if until < now]
        for conn in late:
            with suppress(OSError):
                conn.sock.shutdown(socket.SHUT_RDWR)


wsgi_app = "maturity.wsgi"
worker_class = Worker
threads = 8
control_socket_disable = True
# A worker that is told to stop first answers what it has begun, a long report included.
timeout = 120
graceful_timeout = 90

# Where the processes of this host count requests together, for /metrics; a reload keeps it.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="portal-metrics-")


def on_exit(_server: Any) -> None:
    """Takes the folder of the counts away with the service."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


PUBLIC = os.environ.get("PORTAL_URL", "").startswith("https://")


class Line(logging.Formatter):
    """One JSON object a line, as `maturity.operations.logs` makes them for the portal itself."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


# Until a worker has read the portal's settings, which then see to its lines.
if PUBLIC:
    logconfig_dict = {
        "formatters": {"line": {"()": Line}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "stream": "ext://sys.stdout",
            }
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {"gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True}},
    }
