"""The words by which the elements of a letter are found, and the forms that the Decree gives them.

Finding is lenient (any case, any dash), so that a wrong form is found too; forms are strict.
"""

from __future__ import annotations

import re

COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
HEAD_OF_LETTER = ("độc lập", "nơi nhận", "số:")  # what a table without rules is for
OLD_TONES = (("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa"), ("uỷ", "ủy"), ("uý", "úy"))
BLANK = r"(?:[.…_\s]*)"

IS_COUNTRY = re.compile(r"cộng h(òa|oà) xã hội chủ nghĩa", re.IGNORECASE)
COUNTRY_BEGUN = re.compile(r"cộng h(òa|oà) xã hội( chủ( nghĩa( việt)?)?)?", re.IGNORECASE)
DATE_BEGUN = re.compile(r".{2,45},( ngày( \S+( tháng( \S+( năm)?)?)?)?)?", re.IGNORECASE)
IS_MOTTO = re.compile(r"độc lập\W+tự do\W+hạnh phúc", re.IGNORECASE)
IS_NUMBER = re.compile(r"số\s*(:|[.…_\s]*[0-9]*\s*/).{0,45}\Z", re.IGNORECASE)
IS_DATE = re.compile(r".{0,45}\bngày\b.{0,12}\btháng\b.{0,12}\bnăm\b.{0,8}\Z", re.IGNORECASE)
IS_TO = re.compile(r"kính gửi", re.IGNORECASE)
IS_RECIPIENTS = re.compile(r"nơi nhận", re.IGNORECASE)
IS_ANNEX = re.compile(r"phụ lục(\s+(số\s+)?[ivxlc0-9]+)?\s*[.:]?\Z", re.IGNORECASE)
IS_ATTACHED = re.compile(r"\(\s*(kèm theo|ban hành kèm)", re.IGNORECASE)
IS_NOTE = re.compile(
    r"(\(?nguồn\b|ghi chú\b|chú thích\b|hình \d|bảng \d|biểu \d|biểu đồ \d|số liệu của hình|\(?đơn vị tính)",
    re.IGNORECASE,
)
IS_AUTHORITY = re.compile(
    r"(Q|KT|TM|TL|TUQ)\.|(PHÓ\s+)?(TỔNG\s+)?(GIÁM ĐỐC|CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG"
    r"|VỤ TRƯỞNG|CHÁNH|TRƯỞNG|HIỆU TRƯỞNG|VIỆN TRƯỞNG|THỦ TRƯỞNG)"
)
TYPES = (
    *("BÁO CÁO", "TỜ TRÌNH", "NGHỊ QUYẾT", "QUYẾT ĐỊNH", "CHỈ THỊ", "QUY CHẾ", "QUY ĐỊNH", "THÔNG BÁO", "THÔNG CÁO"),
    *("HƯỚNG DẪN", "CHƯƠNG TRÌNH", "KẾ HOẠCH", "PHƯƠNG ÁN", "ĐỀ ÁN", "DỰ ÁN", "BIÊN BẢN", "CÔNG ĐIỆN", "GIẤY MỜI"),
    *("GIẤY GIỚI THIỆU", "GIẤY NGHỈ PHÉP", "PHIẾU GỬI", "PHIẾU CHUYỂN", "PHIẾU BÁO", "BẢN GHI NHỚ", "BẢN THỎA THUẬN"),
)
ADDRESSED = ("BÁO CÁO", "TỜ TRÌNH")  # types that go to a higher body
BODIES = re.compile(
    r"(UBND|ỦY BAN|HĐND|HỘI ĐỒNG|BỘ|SỞ|BAN|TỔNG CỤC|CHI CỤC|CỤC|VỤ|PHÒNG|TRUNG TÂM|VĂN PHÒNG|VIỆN|TRƯỜNG"
    r"|BỆNH VIỆN|THANH TRA)\b"
)

NUMBER_FORM = re.compile(rf"Số: ?({BLANK}|0[1-9]|[1-9][0-9]+)/[A-ZĐĂÂÊÔƠƯ0-9&]+(-[A-ZĐĂÂÊÔƠƯ0-9&]+)*")
DATE_FORM = re.compile(
    rf"[^,]+, ngày ({BLANK}|0[1-9]|[12][0-9]|3[01]) ?tháng ({BLANK}|0[12]|[3-9]|1[0-2]) ?năm (20[0-9]{{2}}|{BLANK})"
)
TO_FORM = re.compile(r"Kính gửi: ?.*")
ATTACHED_FORM = re.compile(r"\((Kèm theo|Ban hành kèm theo) .+\)")
ANNEX_ALONE, ANNEX_NUMBERED = re.compile(r"Phụ lục"), re.compile(r"Phụ lục ([IVXLC]+)")
LABEL_FORM, AS_ABOVE, FILED = "Nơi nhận:", "- Như trên", "- Lưu:"
FILED_FORM = re.compile(r"- Lưu: VT, .+\.")  # the drafting unit behind the clerk's office
REMARK = re.compile(r"\s*\(.*\)|^-\s*|[;.,]+$")  # what is no part of a recipient's name
ANNEX_WORD, ALL_ANNEXES = "phụ lục", re.compile(r"các phụ lục", re.IGNORECASE)
END = "./."
HEADING = re.compile(r"(?P<roman>[IVXLC]+\.)\s+\S|[0-9]{1,2}(\.[0-9]{1,2})*\.?\s+\S")
TITLES = re.compile(
    r"(GS|PGS|TS|ThS|BS|KS|CN|LS|DS)\b\.?"
    r"|(Giáo sư|Phó Giáo sư|Tiến sĩ|Thạc sĩ|Bác sĩ|Kỹ sư|Nhà giáo|Thầy thuốc|Anh hùng)\b"
)
# Places named after a person, an event or a number are named in full; of the provinces this is the one.
UNFULL = re.compile(r"(TP\.?|Tp\.?|thành phố)? ?(Hồ Chí Minh|HCM|TPHCM)\b")

CITY = re.compile(r"\b(?:Thành phố Hồ Chí Minh|Thủ đô Hà Nội)\b")
CITY_CUT = re.compile(r"\b(?i:TP|T\.P)\.? ?(?:Hồ Chí Minh|HCM)\b|\bHCM\b")
CITY_SMALL = re.compile(r"\b(?!Thành phố)(?i:thành phố|tỉnh) Hồ Chí Minh\b|\b(?!Thủ đô)(?i:thủ đô) Hà Nội\b")
QUOTED = re.compile(r"“[^”]*”")  # what others wrote
BREAKS = re.compile(r"(ngày|của)\b")  # where the line above may end

# A day in figures: what stands behind "ngày", or has a year.
DAY = re.compile(
    r"(?P<word>\bngày\s+)?(?<![\d/.,-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?P<year>/(?:19|20)\d{2})?(?![\d/])"
)
DAY_IN_WORDS = re.compile(r"\bngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2})\b")
GOOD_DAY, GOOD_MONTH = re.compile(r"0[1-9]|[12]\d|3[01]"), re.compile(r"0[12]|[3-9]|1[0-2]")

RED_STAMPS = re.compile(r"(HỎA TỐC|THƯỢNG KHẨN|KHẨN|TUYỆT MẬT|TỐI MẬT|MẬT)\b")
FACES = re.compile(r"times ?new ?roman\w*", re.IGNORECASE)
STAND_INS = re.compile(
    r"(tinos|liberation ?serif|nimbus ?roman\w*|times|tex ?gyre ?termes)\b.*", re.IGNORECASE
)  # of it in a PDF


def folded(text: str) -> str:
    """Write a tone where both spellings agree."""
    lowered = text
    for old, new in OLD_TONES:
        lowered = lowered.replace(old, new).replace(old.upper(), new.upper())
    return lowered
