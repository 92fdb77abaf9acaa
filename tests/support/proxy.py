"""A bad line to PostgreSQL: a socket that passes everything on until it is told to break off."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

Moment = Literal["before", "after", "silent", "deaf"]
SOCKET = ".s.PGSQL.5432"


class BadLine:
    """Passes bytes both ways between clients and the server.

    ``breaking`` names when the next message that holds ``marker`` breaks the connection: before
    it reaches the server, or after the server has answered, before the answer reaches the client.
    ``silent`` passes the message on and keeps the answer back, ``deaf`` keeps the message back;
    both keep the line open.
    """

    def __init__(self, server: Path, folder: Path, marker: bytes) -> None:
        self._server = server
        self._marker = marker
        self.breaking: Moment | None = None
        self.broken = 0
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / SOCKET))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        # Closing alone does not wake a thread that waits in accept().
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server, contextlib.suppress(OSError):
            server.connect(str(self._server / SOCKET))
            mute, hush, hushed = threading.Event(), threading.Event(), False
            back = threading.Thread(target=self._pass_back, args=(server, client, mute, hush))
            back.start()
            while data := client.recv(1 << 20):
                breaking = self.breaking if self._marker in data else None
                if breaking:
                    self.breaking = None
                    self.broken += 1
                if breaking == "before":
                    break
                if breaking == "after":
                    mute.set()
                hushed = hushed or breaking in ("silent", "deaf")
                if hushed:
                    hush.set()
                if breaking != "deaf":
                    server.sendall(data)
            for end in (client, server):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            back.join()

    @staticmethod
    def _pass_back(
        server: socket.socket, client: socket.socket, mute: threading.Event, hush: threading.Event
    ) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(1 << 20):
                if hush.is_set():
                    continue
                if mute.is_set():
                    break  # the server has answered, so the statement is over
                client.sendall(data)
            client.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def bad_line(url: str, folder: Path, marker: bytes) -> Iterator[tuple[BadLine, str]]:
    """Give a line to the server of *url* and the URL that leads through it.

    *folder* holds its socket and must have a short path.
    """
    parts = urlsplit(url)
    line = BadLine(Path(parse_qs(parts.query)["host"][0]), folder, marker)
    try:
        yield line, urlunsplit(parts._replace(query=f"host={quote(str(folder))}&port=5432"))
    finally:
        line.close()
