"""Listed pages are fetched when asked, from nowhere inside the own network, within limits, over real connections."""

from __future__ import annotations

import ssl
import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from styleloop.adapters.fetching.addresses import Forbidden, open_to_all, parsed, resolved
from styleloop.adapters.fetching.fetch import Limits, Page, fetch
from styleloop.types.record import Refusal

QUICK = Limits(largest=50_000, seconds=0.6, redirects=3)
STOP = threading.Event()


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: list[str] = []

    def log_message(self, *_):
        pass

    def do_GET(self):
        type(self).asked.append(self.path)
        getattr(self, self.path.strip("/").split("/")[0].split("?")[0], self.missing)()

    def missing(self):
        self.answer(404, b"no")

    def answer(self, status, body, **headers):
        self.send_response(status)
        said = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(body)), **headers}
        for name, value in said.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page(self):
        if self.headers.get("If-None-Match") == '"v1"' or self.headers.get("If-Modified-Since") == "Mon, 30 Nov 2026":
            self.answer(304, b"", ETag='"v1"')
        else:
            self.answer(200, b"<h1>Voice</h1><p>We are dry.</p>", ETag='"v1"', Last_Modified="Mon, 30 Nov 2026")

    def moved(self):
        self.answer(302, b"", Location="/page")

    def round(self):
        self.answer(302, b"", Location="/round")

    def inside(self):
        self.answer(302, b"", Location="http://10.0.0.1/secret")

    def metadata(self):
        self.answer(307, b"", Location="http://169.254.169.254/latest/meta-data/")

    def beside(self):
        self.answer(302, b"", Location=f"http://127.0.0.1:{self.server.server_port + 1}/page")

    def less(self):
        self.answer(302, b"", Location=f"http://localhost:{self.server.server_port}/page")

    def file(self):
        self.answer(302, b"", Location="file:///etc/passwd")

    def zip(self):
        self.answer(200, b"PK", Content_Type="application/zip")

    def packed(self):
        self.answer(200, b"x", Content_Encoding="gzip")

    def large(self):
        self.answer(200, b"x" * 60_000)

    def short(self):
        self.answer(200, b"x", Content_Length="500")
        self.close_connection = True

    def broken(self):
        self.answer(503, b"later")

    def endless(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        with suppress(OSError):
            while not STOP.is_set():
                self.wfile.write(b"x" * 8_192)
        self.close_connection = True

    def trickle(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.drip(b"x")

    def drip(self, byte):
        with suppress(OSError):
            while not STOP.wait(0.05):
                self.wfile.write(byte)
        self.close_connection = True

    def slowhead(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        self.drip(b"y")


@contextmanager
def serving(context=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        STOP.set()
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def site():
    STOP.clear()
    with serving() as server:
        yield f"127.0.0.1:{server.server_port}"


def got(site, path, allowed=None, limits=QUICK, **known):
    return fetch(f"http://{site}/{path}", allowed={site} if allowed is None else allowed, limits=limits, **known)


def test_a_page_and_what_is_needed_to_ask_whether_it_changed(site):
    page = got(site, "page")
    assert page == Page(
        f"http://{site}/page", b"<h1>Voice</h1><p>We are dry.</p>", "text/html", "utf-8", '"v1"', "Mon, 30 Nov 2026"
    )
    assert got(site, "page", etag=page.etag).data is None
    assert got(site, "page", modified=page.modified).data is None
    assert got(site, "moved").url == f"http://{site}/page"


REFUSED = {
    "inside": "private network",
    "metadata": "private network",
    "beside": "this port",
    "file": "only http and https",
    "round": "on and on",
    "zip": "no kind of document",
    "packed": "packed",
    "large": "too large",
    "endless": "too large",
    "trickle": "took longer than 0.6 s",
    "slowhead": "took longer than 0.6 s",
    "short": "could not be fetched",
    "broken": "does not give the page",
    "nothing": "does not give the page",
}
AGAIN = {"trickle", "slowhead", "short", "broken"}


@pytest.mark.parametrize("path", REFUSED)
def test_what_is_not_fetched_and_whether_to_try_again(site, path):
    begun = time.monotonic()
    refusal = got(site, path)
    assert isinstance(refusal, Refusal)
    assert REFUSED[path] in refusal.why
    assert refusal.permanent == (path not in AGAIN)
    assert time.monotonic() - begun < 10


def test_the_own_machine_is_not_asked_unless_it_is_allowed(site):
    Site.asked.clear()
    refusal = got(site, "page", allowed=())
    assert "this port" in refusal.why
    assert Site.asked == []


PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "2002:7f00:1::", "ff02::1", "::", "64:ff9b:1::7f00:1", "64:ff9b:1::808:808", "::127.0.0.1", "::8.8.8.8",
    "::ffff:0:127.0.0.1", "fec0::1", "2001:0:5ef5:79fd:0:0:80ff:fffe",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_not_connected_to(address):
    import ipaddress

    assert not open_to_all(ipaddress.ip_address(address))
    host = f"[{address}]" if ":" in address else address
    refusal = fetch(f"http://{host}/", limits=QUICK)
    assert "private network" in refusal.why


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://2130706433/", "in disguise"),
        ("http://0x7f000001/", "in disguise"),
        ("http://0177.0.0.1/", "in disguise"),
        ("http://127.1/", "in disguise"),
        ("http://good.example@127.0.0.1/", "name and password"),
        ("https://example.com:22/", "this port"),
        ("gopher://example.com/", "only http and https"),
        ("//example.com/", "only http and https"),
        ("http:///page", "no host"),
        ("http://exa mple.com/", "spaces"),
        ("http://example.com/\r\nHost: evil", "control characters"),
        ("http://[::1", "malformed"),
    ],
)
def test_an_address_in_disguise_is_refused(url, why):
    with pytest.raises(Forbidden, match=why):
        parsed(url)


def test_metadata_is_not_asked_even_where_its_host_is_allowed():
    for host in ("169.254.169.254", "[::169.254.169.254]", "[64:ff9b:1::a9fe:a9fe]"):
        target = parsed(f"http://{host}/")
        with pytest.raises(Forbidden, match="private network"):
            resolved(target, {target.place})
    assert resolved(parsed("http://[::1]/"), {"::1:80"}) == ("::1",)
    assert resolved(parsed("http://10.0.0.5/", ()), {"10.0.0.5:80"}) == ("10.0.0.5",)


def test_the_host_is_looked_up_once_and_that_address_is_connected_to(site, monkeypatch):
    """A name that answers with an open address first and a private one later (DNS rebinding) is not asked again."""
    import socket

    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]])
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: _answer(host, answers))
    port = site.partition(":")[2]
    assert fetch(f"http://intranet.example:{port}/page", allowed={f"intranet.example:{port}"}, limits=QUICK).data


def _answer(host, answers):
    if host == "127.0.0.1":  # create_connection asks again, of the number this time
        import socket

        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", _PORT[0]))]
    return next(answers)


_PORT = [0]


@pytest.fixture(autouse=True)
def _known_port(site):
    _PORT[0] = int(site.partition(":")[2])


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    """A server with a certificate for `localhost`, and the file that makes it trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    with serving(context) as server:
        yield server.server_port, folder / "cert.pem"


def test_https_is_fetched_from_whoever_the_certificate_names_and_never_sends_to_less(secure, monkeypatch):
    port, certificate = secure
    allowed = {f"localhost:{port}", f"127.0.0.1:{port}"}
    unknown = fetch(f"https://localhost:{port}/page", allowed=allowed, limits=QUICK)
    assert "CERTIFICATE_VERIFY_FAILED" in unknown.got
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert fetch(f"https://localhost:{port}/page", allowed=allowed, limits=QUICK).data
    another = fetch(f"https://127.0.0.1:{port}/page", allowed=allowed, limits=QUICK)
    assert "CERTIFICATE_VERIFY_FAILED" in another.got
    less = fetch(f"https://localhost:{port}/less", allowed=allowed, limits=QUICK)
    assert "from https to something less" in less.why
