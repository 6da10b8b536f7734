#!/usr/bin/env python3
"""A real SMTP server for tests: keeps what it accepts, and misbehaves on request.

    sink.py --dir DIR [--port 0] [--user U --password P] [--no-starttls | --smtps]
            [--inject] [--fault NAME] [--slow-seconds 5] [--stop-on-eof]

When it listens it prints one line, `READY <port> <certificate>`. The certificate is made at start
(self-signed, for localhost, 127.0.0.1 and ::1) and is what a client must trust.

Each accepted message becomes DIR/<n>.eml, and then DIR/<n>.json with its envelope: from, to, tls,
user, connection (counts connections, so a test can see that one was reused). Both appear whole.

Faults, chosen by the recipient's local part (what stands before "+" or "@") or for every recipient
by --fault:
    grey  451 at the first try of each recipient, then accepted
    busy  421 to RCPT and the connection closed
    full  452 to RCPT
    bad   550 to RCPT
    text  554 after the text; nothing kept
    drop  the message is kept, then the connection is cut without an answer
    slow  the message is kept, the answer comes after --slow-seconds
"""

import argparse
import asyncio
import itertools
import json
import logging
import os
import pathlib
import signal
import ssl
import subprocess
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

FAULTS = ("grey", "busy", "full", "bad", "text", "drop", "slow")

# rustls refuses a self-signed server certificate that calls itself an authority.
OPENSSL = """
[req]
distinguished_name = name
x509_extensions = server
prompt = no
[name]
CN = localhost
[server]
basicConstraints = critical, CA:FALSE
subjectAltName = DNS:localhost, IP:127.0.0.1, IP:::1
extendedKeyUsage = serverAuth
"""


def make_certificate(folder):
    """Makes a key and a certificate for this run; returns their paths."""
    config, key, certificate = (folder / name for name in ("sink.cnf", "sink.key", "sink.pem"))
    config.write_text(OPENSSL)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-config", config, "-keyout", key, "-out", certificate],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=30)
    return key, certificate


def write_whole(path, content):
    """A reader sees the file complete or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(content)
    os.replace(draft, path)


class Sink:
    """The handler that aiosmtpd calls at each step."""

    def __init__(self, options):
        self.options = options
        kept = [int(path.stem) for path in options.dir.glob("*.eml") if path.stem.isdigit()]
        self.numbers = itertools.count(max(kept, default=0) + 1)
        self.connections = itertools.count(1)
        self.seen_grey = set()

    def fault(self, address):
        if self.options.fault:
            return self.options.fault
        name = address.partition("@")[0].partition("+")[0].lower()
        return name if name in FAULTS else None

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        fault = self.fault(address)
        if fault == "grey" and address not in self.seen_grey:
            self.seen_grey.add(address)
            return "451 4.7.1 Greylisted, try again later"
        if fault == "busy":
            # The answer goes out before the connection closes.
            asyncio.get_running_loop().call_later(0.05, server.transport.close)
            return "421 4.3.2 Too busy, closing the connection"
        if fault == "full":
            return "452 4.2.2 Mailbox full"
        if fault == "bad":
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        faults = {self.fault(address) for address in envelope.rcpt_tos}
        if "text" in faults:
            return "554 5.6.0 Message refused"
        self.keep(server, session, envelope)
        if "drop" in faults:
            server.transport.abort()
            # aiosmtpd would answer on the closed connection: never return.
            await asyncio.Event().wait()
        if "slow" in faults:
            await asyncio.sleep(self.options.slow_seconds)
        return "250 2.0.0 Kept"

    def keep(self, server, session, envelope):
        number = next(self.numbers)
        about = {
            "n": number,
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None or self.options.smtps,
            "user": session.auth_data.login.decode() if session.authenticated else None,
            "connection": server.number,
        }
        write_whole(self.options.dir / f"{number}.eml", envelope.original_content)
        write_whole(self.options.dir / f"{number}.json", json.dumps(about).encode())


class Server(SMTP):
    """aiosmtpd's protocol, numbered: one instance a connection, but a new session at STARTTLS."""

    def __init__(self, handler, **options):
        super().__init__(handler, **options)
        self.number = next(handler.connections)

    async def push(self, status):
        if self.event_handler.options.inject and status == "220 Ready to start TLS":
            status += "\r\n250-localhost\r\n250 8BITMIME"
        await super().push(status)


def authenticator(user, password):
    """Says no with `handled=False`: with the default nobody answers and the client hangs."""

    def check(server, session, envelope, mechanism, login):
        good = login.login == user.encode() and login.password == password.encode()
        return AuthResult(success=good, handled=good, auth_data=login if good else None)

    return check


def parse_options():
    parser = argparse.ArgumentParser(description="SMTP server for tests")
    parser.add_argument("--dir", type=pathlib.Path, required=True, help="where messages are kept")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free port")
    parser.add_argument("--user", help="require AUTH with this user")
    parser.add_argument("--password", default="")
    parser.add_argument("--no-starttls", action="store_true", help="offer no encryption")
    parser.add_argument("--smtps", action="store_true", help="TLS from the first octet")
    parser.add_argument("--fault", choices=FAULTS, help="for every recipient")
    parser.add_argument("--inject", action="store_true",
                        help="append an answer in clear to that of STARTTLS, as an attacker would")
    parser.add_argument("--slow-seconds", type=float, default=5.0)
    parser.add_argument("--stop-on-eof", action="store_true",
                        help="stop when standard input closes, as when the test dies")
    return parser.parse_args()


async def run(options):
    options.dir.mkdir(parents=True, exist_ok=True)
    key, certificate = make_certificate(options.dir)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    sink = Sink(options)
    # Over smtps aiosmtpd does not see the TLS outside it, and would withhold AUTH.
    starttls = not options.no_starttls and not options.smtps
    check = authenticator(options.user, options.password) if options.user else None

    def protocol():
        return Server(sink, hostname="localhost", enable_SMTPUTF8=True, timeout=60,
                      tls_context=context if starttls else None,
                      authenticator=check, auth_required=bool(check), auth_require_tls=starttls)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, options.host, options.port,
                                      ssl=context if options.smtps else None)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if options.stop_on_eof:
        loop.add_reader(sys.stdin.fileno(), lambda: os.read(0, 4096) or stop.set())
    print("READY", server.sockets[0].getsockname()[1], certificate.resolve(), flush=True)
    await stop.wait()
    server.close()


if __name__ == "__main__":
    arguments = parse_options()
    # Refused certificates and AUTH without TLS are what the tests provoke.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)
    warnings.simplefilter("ignore")
    asyncio.run(run(arguments))
