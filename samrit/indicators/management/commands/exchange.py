"""``samrit exchange``: a province's observations to another installation and from it, as signed packages."""

from typing import Any

from django.core.management.base import CommandParser

from samrit.indicators.management import exchanging
from samrit.ui.terminal import Command as TerminalCommand


class Command(TerminalCommand):
    help = "แลกเปลี่ยนข้อมูลจังหวัดกับระบบอื่นเป็นแพ็กเกจที่ลงนาม (exchange: key, partner, end, export, verify, import, send, receipt)"

    def add_own_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(
            dest="word", metavar="key|partner|end|export|verify|import|send|receipt", required=True
        )
        words.add_parser("key", help="show the public key under which this installation signs")
        _partners(words)
        _out(words)
        _in(words)

    def run(self, options: dict[str, Any]) -> None:
        say = self.stdout.write
        match options["word"]:
            case "key":
                exchanging.tell_key(say)
            case "partner":
                exchanging.register(options, say)
            case "end":
                exchanging.end(options, say)
            case "export":
                exchanging.export(options, say)
            case "verify":
                if code := exchanging.verify(options, say):
                    raise SystemExit(code)
            case "import":
                exchanging.take(options, say)
            case "send":
                exchanging.send(options, say)
            case _:
                exchanging.take_receipt(options, say)


def _partners(words: Any) -> None:
    partner = words.add_parser("partner", help="register another installation, and trust it for a province")
    partner.add_argument("--name", required=True, help="how it is called here")
    _key(partner)
    partner.add_argument("--address", default="", help="of its site, for sending: https://…")
    partner.add_argument("--area", default="", help="province whose packages are taken from it: code or name")
    partner.add_argument("--agency", default="", help="as which agency's data: its number or name")
    partner.add_argument(
        "--ministry", action="store_true", help="it is the ministry's system: its receipts count as linkage"
    )
    _as(partner)
    end = words.add_parser("end", help="take no more packages of a province from a key")
    _key(end)
    end.add_argument("--area", required=True, help="province: its code (13) or name")
    end.add_argument("--reason", required=True, help="why")
    _as(end)


def _out(words: Any) -> None:
    export = words.add_parser(
        "export", help="make the package of a province, and copy it to a file or a stick"
    )
    export.add_argument("to", metavar="FILE", help="file or folder")
    export.add_argument("--area", required=True, help="province: its code (13) or name")
    _as(export)
    send = words.add_parser("send", help="send packages made here to a partner's API")
    _files(send)
    send.add_argument("--to", required=True, metavar="PARTNER", help="its name or key, as registered")
    send.add_argument("--token-file", required=True, help="file that holds the token the partner gave")
    _as(send)
    receipt = words.add_parser("receipt", help="keep a receipt that came back as a file")
    receipt.add_argument("file", metavar="FILE")
    _as(receipt)


def _in(words: Any) -> None:
    _files(
        words.add_parser("verify", help="every byte and the signature; 1 when its signer is not trusted here")
    )
    take = words.add_parser("import", help="take packages, hand their new figures over")
    _files(take)
    take.add_argument("--dry-run", action="store_true", help="look only; nothing is kept")
    take.add_argument("--receipt", action="store_true", help="write the signed receipt beside the file")
    _as(take)


def _files(parser: Any) -> None:
    parser.add_argument("file", metavar="FILE", nargs="+")


def _key(parser: Any) -> None:
    parser.add_argument("--key", required=True, metavar="HEX", help="its public key (samrit exchange key)")


def _as(parser: Any) -> None:
    parser.add_argument("--as", metavar="EMAIL", required=True, help="for whom it is done")
