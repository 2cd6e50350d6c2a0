"""The signatures of a PDF, as far as they can be judged offline: who, when, whether they hold, what changed since.

pyHanko reads them (`pip install 'dophu[signatures]'`); without it nothing is said of them. Whose certificates are to be
trusted is for the office to say: the roots it puts, as `.pem` or `.crt`, into `issued/trust/`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

TRUST = "trust"


@dataclass(frozen=True)
class Signed:
    """One signature.

    signer   the name in its certificate; when: the time it claims, or of its time-stamp; "" when it has none
    holds    what it covers is what was signed
    trusted  its certificate leads to a root that the office trusts; None when the office has named none
    covers   nothing was added to the file after it
    later    what was added after it is explained: further signatures, fields filled in; never a page's content
    """

    signer: str
    when: str
    stamped: bool
    holds: bool
    trusted: bool | None
    covers: bool
    later: bool


def signatures(pdf: bytes, folder: Path) -> list[Signed] | None:
    """Judge every signature of a PDF, in the order of signing; None when pyHanko is not installed.

    folder   where the office keeps the roots it trusts
    """
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - an extra
        from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415
    except ModuleNotFoundError:
        return None
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it finds is told here
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    roots = _roots(folder)
    reader = PdfFileReader(BytesIO(pdf))
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    return [_judged(one, context, named=bool(roots)) for one in reader.embedded_regular_signatures]


def _roots(folder: Path) -> list[Any]:
    from pyhanko.keys import load_cert_from_pemder  # noqa: PLC0415

    files = sorted(path for path in folder.glob("*") if path.suffix in {".pem", ".crt", ".cer"})
    return [load_cert_from_pemder(str(path)) for path in files]


def _judged(one: Any, context: Any, *, named: bool) -> Signed:
    from pyhanko.sign.diff_analysis import ModificationLevel  # noqa: PLC0415
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415

    status = validate_pdf_signature(one, context, context)
    stamp = status.timestamp_validity
    when = stamp.timestamp if stamp else status.signer_reported_dt
    subject = one.signer_cert.subject.native
    return Signed(
        signer=str(subject.get("common_name") or one.signer_cert.subject.human_friendly),
        when=when.isoformat(timespec="seconds") if when else "",
        stamped=bool(stamp and stamp.intact and stamp.valid),
        holds=status.intact and status.valid,
        trusted=status.trusted if named else None,
        covers=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        later=status.modification_level is not None and status.modification_level <= ModificationLevel.FORM_FILLING,
    )
