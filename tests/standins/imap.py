"""A mailbox that speaks IMAP (RFC 3501) as far as picking up mail needs it. Without TLS, on loopback."""

import re
import socketserver
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass
class ImapStandIn:
    """One account with one folder; mails get numbers from 1 on."""

    name: str = "info@office.example"
    password: str = "three green lamps"
    uid_validity: int = 7
    mails: list[bytes] = field(default_factory=list)

    def __enter__(self) -> Self:
        standin = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                standin.serve(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve(self, client: socketserver.StreamRequestHandler) -> None:
        """Answer one client until it leaves."""

        def say(line: str) -> None:
            client.wfile.write(line.encode() + b"\r\n")

        say("* OK ready")
        while line := client.rfile.readline().decode().strip():
            tag, command, *rest = line.split(" ", 2)
            words = rest[0] if rest else ""
            if command.upper() == "CAPABILITY":
                say("* CAPABILITY IMAP4REV1")
            elif command.upper() == "LOGIN" and words != f'{self.name} "{self.password}"':
                say(f"{tag} NO wrong")
                continue
            elif command.upper() == "EXAMINE":
                if words != '"INBOX"':
                    say(f"{tag} NO no such folder")
                    continue
                say(f"* {len(self.mails)} EXISTS")
                say(f"* OK [UIDVALIDITY {self.uid_validity}] valid")
                say(f"* OK [UIDNEXT {len(self.mails) + 1}] next")
            elif command.upper() == "SELECT":
                say(f"{tag} NO a mailbox is only read")
                continue
            elif command.upper() == "UID":
                self._answer(words, client)
            say(f"{tag} OK done")
            if command.upper() == "LOGOUT":
                return

    def _answer(self, words: str, client: socketserver.StreamRequestHandler) -> None:
        write = client.wfile.write
        if found := re.match(r"SEARCH UID (\d+):\*", words):
            last = len(self.mails)
            numbers = range(min(int(found[1]), last), last + 1) if last else []
            write(f"* SEARCH {' '.join(map(str, numbers))}\r\n".encode())
        elif found := re.match(r"FETCH (\d+) \((RFC822\.SIZE|BODY\.PEEK\[\])\)", words):
            uid = int(found[1])
            mail = self.mails[uid - 1]
            if found[2] == "RFC822.SIZE":
                write(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(mail)})\r\n".encode())
            else:
                write(f"* {uid} FETCH (UID {uid} BODY[] {{{len(mail)}}}\r\n".encode())
                write(mail + b")\r\n")
