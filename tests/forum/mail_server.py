"""A mail server on this machine, small enough to be read, that keeps what it takes."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Self


class Talk(socketserver.StreamRequestHandler):
    """One conversation in SMTP, as far as a client needs it that sends plain mails."""

    server: MailServer

    def handle(self) -> None:
        self.say(220)
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"QUIT":
                return self.say(221)
            if verb == b"DATA":
                self.take()
            elif verb == b"RCPT" and self.server.refused.encode() in line:
                self.say(550)
            else:
                self.say(250)
        return None

    def take(self) -> None:
        self.say(354)
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.say(250)

    def say(self, code: int) -> None:
        self.wfile.write(f"{code} as you say\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.mails: list[EmailMessage] = []
        self.refused = "nobody is refused"

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.shutdown()
        self.server_close()
