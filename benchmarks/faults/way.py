"""The way to the store of files: passes bytes on to another port until it is killed (no answer) or stopped (silence).

``python -m benchmarks.faults.way PORT TO``. The store itself keeps what it has: only nobody reaches it.
"""

import asyncio
import contextlib
import sys

CHUNK = 65536


async def passed_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while chunk := await source.read(CHUNK):
            target.write(chunk)
            await target.drain()
    target.close()


async def main(port: int, to: int) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answer, ask = await asyncio.open_connection("127.0.0.1", to)
        await asyncio.gather(passed_on(reader, ask), passed_on(answer, writer))

    async with await asyncio.start_server(connected, "127.0.0.1", port) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
