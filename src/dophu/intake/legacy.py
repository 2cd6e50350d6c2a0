"""Vietnamese text in the encodings of before Unicode, as old workbooks still hold it: TCVN3 and VNI-Windows.

The same characters are Latin letters of other languages, so nothing here decides whether a text is to be converted.
"""

from __future__ import annotations

import re
import unicodedata

# TCVN 5712:1993, third table, in the order of its letters; the ư is a soft hyphen, which many tools drop.
_TCVN3 = (
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
TCVN3 = str.maketrans(*_TCVN3)

# VNI-Windows writes a letter and, behind it, one character for its mark and tone.
_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HAT = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {"ñ": "đ", "Ñ": "Đ", "ô": "ơ", "Ô": "Ơ", "ö": "ư", "Ö": "Ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}
_ALONE |= {"Í": "Í", "Ì": "Ì", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "î": "ỵ", "Î": "Ỵ"}

FONTS = {
    "TCVN3": re.compile(r"^\.?vn(?!i(?:[ -]|$))[a-z]", re.IGNORECASE),
    "VNI": re.compile(r"^vni[ -]", re.IGNORECASE),
}
CAPITALS = re.compile(r"^\.vn.*h$", re.IGNORECASE)  # .VnTimeH shows capitals for the codes of small letters


def _vni_pairs() -> dict[str, str]:
    """List every pair of VNI-Windows and its letter, in small and in capital letters."""
    pairs: dict[str, str] = {}
    for letter, marked, signs in [("a", "â", _HAT), ("e", "ê", _HAT), ("o", "ô", _HAT), ("a", "ă", _BREVE)]:
        pairs |= {letter + sign: marked + tone for sign, tone in signs.items()}
    for letter, shown in {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}.items():
        pairs |= {letter + sign: shown + tone for sign, tone in _TONES.items()}
    both = pairs | {pair.upper(): shown.upper() for pair, shown in pairs.items()}
    return {pair: unicodedata.normalize("NFC", shown) for pair, shown in both.items()}


VNI = _vni_pairs() | _ALONE
_VNI_PLACES = re.compile("|".join(map(re.escape, sorted(VNI, key=len, reverse=True))))


def from_tcvn3(text: str) -> str:
    """Convert TCVN3 text.

    >>> from_tcvn3("Qu¶ng Ng·i")
    'Quảng Ngãi'
    """
    return unicodedata.normalize("NFC", text.translate(TCVN3))


def from_vni(text: str) -> str:
    """Convert VNI-Windows text.

    >>> from_vni("Quaûng Ngaõi")
    'Quảng Ngãi'
    """
    return unicodedata.normalize("NFC", _VNI_PLACES.sub(lambda found: VNI[found[0]], text))


ENCODINGS = {"TCVN3": from_tcvn3, "VNI": from_vni}


def encoding_of(fonts: tuple[str, ...]) -> str:
    """Name the encoding that a font is made for; "" for Unicode fonts."""
    return next((name for name, pattern in FONTS.items() if any(pattern.match(font) for font in fonts)), "")


def decode(text: str, fonts: tuple[str, ...]) -> str:
    """Convert text that its font says to be in an old encoding; text that is none of it stays as it is."""
    encoding = encoding_of(fonts)
    if not encoding or is_unicode(text):
        return text
    shown = ENCODINGS[encoding](text)
    return shown.upper() if any(CAPITALS.match(font) for font in fonts) else shown


def is_unicode(text: str) -> bool:
    """Say whether a text holds a letter that only Unicode has: it was typed in Unicode, whatever its font."""
    return any(sign > "\u00ff" for sign in unicodedata.normalize("NFC", text))
