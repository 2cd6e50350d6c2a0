"""An office that signs: a test authority, its signers, and a time-stamp server on loopback. Nothing here is shipped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread
from typing import cast

import typst
from asn1crypto import keys, tsp, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from dophu.fonts import FOLDER

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2039, 12, 31, tzinfo=UTC)
LOOK = """\
#set document(title: "Chữ ký số", date: auto)
#set page(width: 50mm, height: 26mm, margin: 2mm)
#set text(font: "Tinos", size: 10pt, lang: "vi")
Ký ngày 21/10/2020 09:15:00 +07:00
"""


class Keeping(IncrementalPdfFileWriter):
    """Appends to a file as a careful signer does: the metadata packet stays as it was."""

    def _update_meta(self) -> None:
        pass


@cache
def _key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _named(name: str) -> certificates.Name:
    return certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, name)])


@cache
def certificate(name: str, *, stamps: bool = False, by: str = "CA thử nghiệm") -> x509.Certificate:
    """Certify a name by the test authority; with `stamps`, for time-stamps only."""
    use = [ExtendedKeyUsageOID.TIME_STAMPING] if stamps else [ExtendedKeyUsageOID.EMAIL_PROTECTION]
    made = (
        certificates.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(by))
        .public_key(_key(name).public_key())
        .serial_number(certificates.random_serial_number())
        .not_valid_before(SINCE)
        .not_valid_after(UNTIL)
        .add_extension(certificates.BasicConstraints(ca=name == by, path_length=None), critical=True)
    )
    if name == by:
        usage = {"key_cert_sign": True, "crl_sign": True, "digital_signature": False, "content_commitment": False}
    else:
        usage = {"key_cert_sign": False, "crl_sign": False, "digital_signature": True, "content_commitment": True}
        made = made.add_extension(certificates.ExtendedKeyUsage(use), critical=stamps)
    others = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False)
    made = made.add_extension(certificates.KeyUsage(**usage, **others, decipher_only=False), critical=True)
    signed = made.sign(_key(by), hashes.SHA256())
    return x509.Certificate.load(signed.public_bytes(serialization.Encoding.DER))


def _private(name: str) -> keys.PrivateKeyInfo:
    plain = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return keys.PrivateKeyInfo.load(_key(name).private_bytes(*plain))


def trust() -> ValidationContext:
    """Trust the test authority, and ask nobody."""
    return ValidationContext(trust_roots=[certificate("CA thử nghiệm")], allow_fetching=False)


@contextmanager
def time_stamps() -> Iterator[RequestsHTTPTimeStamper]:
    """Serve time-stamps on a port of this machine."""
    name = "Dấu thời gian thử nghiệm"
    authority = DummyTimeStamper(certificate(name, stamps=True), _private(name), _chain(), fixed_dt=None)

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = authority.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """Keep silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield RequestsHTTPTimeStamper(f"http://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
        server.server_close()


def _chain() -> SimpleCertificateStore:
    store = SimpleCertificateStore()
    store.register(certificate("CA thử nghiệm"))
    return store


@cache
def _look() -> Path:
    """Typeset what is seen of a signature, with our fonts inside: a standard font would not be embedded."""
    folder = Path(mkdtemp(prefix="dophu-signature-"))
    (folder / "look.typ").write_text(LOOK, encoding="utf-8")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])
    printed = typst.Compiler(root=folder, font_paths=fonts).compile(folder / "look.typ", format="pdf")
    (folder / "look.pdf").write_bytes(cast(bytes, printed))
    return folder / "look.pdf"


def sign(pdf: bytes, field: str, name: str, stamper: RequestsHTTPTimeStamper) -> bytes:
    """Sign a field that the file has, PAdES B-T."""
    about = PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", name=name)
    signer = SimpleSigner(certificate(name), _private(name), _chain())
    style = StaticStampStyle.from_pdf_file(str(_look()), border_width=0)
    signed = PdfSigner(about, signer, timestamper=stamper, stamp_style=style).sign_pdf(Keeping(BytesIO(pdf)))
    return bytes(signed.getvalue())
