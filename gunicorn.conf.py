"""How gunicorn serves the portal; it reads this file by itself. docs/operations.md says more.

It imports nothing of the portal or of Django: workers that a reload (SIGHUP) starts would inherit
the old code.
"""

import json
import logging
import os
from datetime import UTC, datetime

wsgi_app = "maturity.wsgi"
worker_class = "gthread"
threads = 8
control_socket_disable = True
# A worker that is told to stop first answers what it has begun, a long report included.
timeout = 120
graceful_timeout = 90

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
