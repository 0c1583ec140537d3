"""Lines of the log: as text, or one JSON object a line for whoever collects them; with the number of the request."""

import json
import logging
from datetime import UTC, datetime

from samrit.ui.following import number

OURS = ("method", "route", "status", "seconds")


class WithNumber(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = number.get()
        return True


class AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", ""),
            "process": record.process,
            **{name: value for name in OURS if (value := getattr(record, name, None)) is not None},
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)
