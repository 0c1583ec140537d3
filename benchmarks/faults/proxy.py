"""nginx with what ``deploy/nginx/samrit.conf`` says; only ports, certificates and the log's place are other ones."""

import re
import shutil
from pathlib import Path

from benchmarks.deadline_day.machine import ROOT

FILE = ROOT / "deploy" / "nginx" / "samrit.conf"
OTHER = ("ssl_", "access_log", "listen [::]", "server_name")
FRAME = """
daemon off; worker_processes 1; user {user}; pid {folder}/nginx.pid; error_log {folder}/nginx.log error;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/nginx-body; proxy_temp_path {folder}/nginx-proxy; fastcgi_temp_path {folder}/nginx-f;
  uwsgi_temp_path {folder}/nginx-u; scgi_temp_path {folder}/nginx-s;
{text}
}}
"""


def command(folder: Path, *, port: int, web: list[int], user: str) -> list[str]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if not program:
        raise SystemExit("no nginx: apt-get install nginx-light")
    text = FILE.read_text(encoding="utf-8")
    text = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", text, count=1, flags=re.DOTALL)
    for place, one in enumerate(web, start=1):
        text = text.replace(f"127.0.0.1:800{place}", f"127.0.0.1:{one}")
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("X-Forwarded-Proto https", "X-Forwarded-Proto http").replace("$host;", "$http_host;")
    text = text.replace("/opt/samrit/deploy", str(FILE.parent.parent))
    lines = [line for line in text.splitlines() if not line.strip().startswith(OTHER)]
    made = folder / "nginx.conf"
    made.write_text(FRAME.format(folder=folder, user=user, text="\n".join(lines)), encoding="utf-8")
    return [program, "-c", str(made)]
