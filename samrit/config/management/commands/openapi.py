"""``samrit openapi`` – print the document that describes the API."""

from typing import Any

from samrit.config.api.document import openapi_text
from samrit.ui.terminal import Command as Base


class Command(Base):
    help = "พิมพ์เอกสาร OpenAPI ของ API (print the document that describes the API)"

    def run(self, options: dict[str, Any]) -> None:  # noqa: ARG002 - takes no options
        self.stdout.write(openapi_text(), ending="")
