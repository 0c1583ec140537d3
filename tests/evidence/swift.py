"""The tests of the store on OpenStack Swift, which speaks S3 and checks every signature. ``python -m tests.evidence.swift var/swift/bin``

Before it: ``python3 -m venv var/swift && var/swift/bin/pip install swift``. One process of each kind, rings with one device,
all in a folder that goes afterwards; the file system must know extended attributes.
"""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

KEY, SECRET = "samrit:files", "made-for-these-tests"
PORTS = {"account": 8741, "container": 8742, "object": 8743, "proxy": 8740}
PIPELINE = "catch_errors gatekeeper healthcheck cache listing_formats s3api tempauth copy slo dlo versioned_writes proxy-server"
FILTERS = {
    "cache": "egg:swift#memcache\nmemcache_servers = 127.0.0.1:8749",
    "s3api": "egg:swift#s3api\nlocation = us-east-1",
    "tempauth": f"egg:swift#tempauth\nuser_{KEY.replace(':', '_')} = {SECRET} .admin",
}


def main() -> int:
    programs = Path(sys.argv[1]).resolve()
    with TemporaryDirectory() as folder:
        servers = [start(programs, Path(folder), kind) for kind in PORTS]
        try:
            wait()
            peer = {
                "S3_PEER": f"http://127.0.0.1:{PORTS['proxy']}",
                "S3_PEER_KEY": KEY,
                "S3_PEER_SECRET": SECRET,
            }
            command = [sys.executable, "-m", "pytest", "-q", "tests/evidence/test_objects.py"]
            return subprocess.run(command, env={**os.environ, **peer}, check=False).returncode
        finally:
            for one in servers:
                one.kill()
                one.wait()


def start(programs: Path, folder: Path, kind: str) -> "subprocess.Popen[bytes]":
    (folder / "devices" / "d1").mkdir(parents=True, exist_ok=True)
    (folder / "swift.conf").write_text(
        "[swift-hash]\nswift_hash_path_suffix = a\nswift_hash_path_prefix = b\n[storage-policy:0]\nname = one\ndefault = yes\n"
    )
    if kind != "proxy":
        make_ring(programs, folder, kind)
    general = (
        f"[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = {PORTS[kind]}\nuser = {os.environ.get('USER', 'root')}\nworkers = 0\n"
        f"swift_dir = {folder}\ndevices = {folder}/devices\nmount_check = false\nfallocate_reserve = 0\n"
    )
    (folder / f"{kind}.conf").write_text(general + (proxy() if kind == "proxy" else storing(kind)))
    with (folder / f"{kind}.log").open("w") as said:
        return subprocess.Popen(
            [programs / f"swift-{kind}-server", folder / f"{kind}.conf"], stdout=said, stderr=said
        )


def make_ring(programs: Path, folder: Path, kind: str) -> None:
    for words in (
        ("create", "4", "1", "1"),
        ("add", f"r1z1-127.0.0.1:{PORTS[kind]}/d1", "100"),
        ("rebalance",),
    ):
        command = [programs / "swift-ring-builder", folder / f"{kind}.builder", *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def storing(kind: str) -> str:
    return f"[pipeline:main]\npipeline = {kind}-server\n[app:{kind}-server]\nuse = egg:swift#{kind}\n"


def proxy() -> str:
    *filters, _app = PIPELINE.split()
    parts = [f"[filter:{one}]\nuse = {FILTERS.get(one, f'egg:swift#{one}')}\n" for one in filters]
    app = "[app:proxy-server]\nuse = egg:swift#proxy\naccount_autocreate = true\n"
    return f"[pipeline:main]\npipeline = {PIPELINE}\n{app}{''.join(parts)}"


def wait() -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORTS['proxy']}/healthcheck", timeout=5).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise SystemExit("Swift does not answer")


if __name__ == "__main__":
    sys.exit(main())
