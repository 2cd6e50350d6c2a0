"""A letter as an office sends it: two pages of prose, and an annex with a figure and two tables."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import StringIO

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure as Canvas

from dophu.tell.blocks import (
    Annex,
    Block,
    Document,
    Figure,
    Heading,
    Item,
    List,
    Masthead,
    Paragraph,
    Run,
    Runs,
    Signature,
    SourceRow,
    Table,
    TraceRow,
)

MILLIMETRES_PER_INCH = 25.4
WIDTH, HEIGHT = 150.0, 62.0  # millimetres
STANDING = [
    ("Đà Nẵng", "25,96%", "1"),
    ("Hà Nội", "17,53%", "2"),
    ("Quảng Ninh", "16,42%", "3"),
    ("Bắc Ninh", "11,90%", "5"),
    ("Lạng Sơn", "8,12%", "8"),
]
PLAN = [
    ("Thành phố Lạng Sơn", "103.284", "13.842", "13,40%"),
    ("Huyện Cao Lộc", "79.873", "6.190", "7,75%"),
    ("Huyện Hữu Lũng", "121.735", "8.936", "7,34%"),
    ("Huyện Tràng Định", "58.440", "", ""),
]


def plain(text: str) -> Runs:
    """One run in the body's own style."""
    return [Run(text=text)]


def sample_letter() -> Document:
    """A document with every kind of block, blank number and day, and eight facts traced."""
    return Document(
        title="Báo cáo nhanh kết quả cài đặt ứng dụng Bluezone (đợt 1) trên địa bàn tỉnh Lạng Sơn",
        subject="Kết quả cài đặt ứng dụng Bluezone (đợt 1) và công tác thông tin, truyền thông",
        report="quick_report",
        campaign="bluezone",
        period="2020-08-07",
        unit="20",
        as_of="2020-08-07T08:00",
        blocks=[_masthead(), *_body(), _signature(), *_annex()],
        facts=_facts(),
        sources=_sources(),
    )


def _masthead() -> Masthead:
    return Masthead(
        parent_body="UBND TỈNH LẠNG SƠN",
        issuing_body="SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        number=None,
        symbol="BC-STTTT",
        place="Lạng Sơn",
        day=None,
        month=8,
        year=2020,
        type_name="BÁO CÁO NHANH",
        abstract=plain(
            "Kết quả cài đặt ứng dụng Bluezone (đợt 1) và công tác thông tin, truyền thông phòng, chống dịch Covid-19"
        ),
        addressees=["Ban Chỉ đạo phòng, chống dịch Covid-19 tỉnh Lạng Sơn"],
    )


def _body() -> list[Block]:
    return [*_opening(), *_work(), *_proposals()]


def _opening() -> list[Block]:
    return [
        Paragraph(
            runs=plain(
                "Thực hiện Công văn số 95/CV-BCĐ ngày 04/8/2020 của Ban Chỉ đạo phòng, chống dịch Covid-19 tỉnh, "
                "Sở Thông tin và Truyền thông báo cáo kết quả cài đặt ứng dụng Bluezone (đợt 1) và công tác thông tin, "
                "truyền thông phòng, chống dịch trên địa bàn tỉnh như sau:"
            )
        ),
        Heading(level=2, runs=plain("1. Công tác thông tin, truyền thông và kết quả cài đặt")),
        Paragraph(
            runs=plain(
                "Ngay sau khi có chỉ đạo của tỉnh, Sở Thông tin và Truyền thông đã ban hành Công văn số "
                "1371/STTTT-TTBCXB ngày 30/7/2020 về phát thanh phòng, chống dịch trên hệ thống truyền thanh cơ sở và "
                "Công văn số 1405/STTTT-TTBCXB ngày 04/8/2020 về tăng cường truyền thông."
            )
        ),
        Paragraph(runs=_result()),
        Paragraph(
            runs=[
                Run(text="So với mục tiêu "),
                Run(text="50%", fact="target"),
                Run(text=", tỉnh còn thiếu "),
                Run(text="41,88", fact="gap_points"),
                Run(text=" điểm phần trăm, tương đương "),
                Run(text="327.390", fact="gap_count"),
                Run(text=" người/điện thoại; mục tiêu ứng với "),
                Run(text="390.828", fact="target_count"),
                Run(text=" người/điện thoại. Kết quả này là "),
                Run(text="còn thấp", italic=True),
                Run(text=" so với yêu cầu (Phụ lục kèm theo)."),
            ]
        ),
    ]


def _result() -> Runs:
    return [
        Run(text="Đến 08h00 ngày 07/8/2020, toàn tỉnh có "),
        Run(text="63.438", bold=True, fact="installs"),
        Run(text=" người/điện thoại", bold=True),
        Run(text=" cài đặt ứng dụng, đạt "),
        Run(text="8,12%", bold=True, fact="rate"),
        Run(text=" dân số (781.655 người theo Tổng điều tra dân số và nhà ở ngày 01/4/2019), xếp thứ "),
        Run(text="8", fact="rank"),
        Run(text=" trong 63 tỉnh, thành phố theo "),
        Run(text="số liệu của Cục Tin học hóa", link="https://example.org/bluezone"),
        Run(text=". Các cơ quan, đơn vị đã quán triệt đến công chức, viên chức, người lao động đạt "),
        Run(text="100%", fact="instructed"),
        Run(text="."),
    ]


def _work() -> list[Block]:
    return [
        Heading(level=2, runs=plain("2. Kết quả thực hiện nhiệm vụ của Sở Thông tin và Truyền thông")),
        Heading(level=3, runs=plain("2.1. Công tác báo chí, truyền thông")),
        Paragraph(
            runs=plain(
                "Từ ngày 01/8 đến 07/8, các cơ quan báo chí, bản tin, trang thông tin điện tử nội bộ đã đăng, phát hơn "
                "70 tin, bài của gần 20 cơ quan, đơn vị về phòng, chống dịch và hướng dẫn cài đặt ứng dụng. Nội dung "
                "tập trung vào khuyến cáo của ngành y tế, lợi ích của việc cài đặt, cách cài đặt trên điện thoại thông "
                "minh và trách nhiệm của mỗi người dân đối với cộng đồng."
            )
        ),
        Heading(level=3, runs=plain("2.2. Lĩnh vực bưu chính, viễn thông, công nghệ thông tin")),
        Paragraph(
            runs=plain(
                "Các doanh nghiệp viễn thông nhắn tin nhiều lần tới thuê bao qua Zalo, SMS, Facebook; bảo đảm dịch vụ "
                "viễn thông, Internet và truyền hình tại các khu cách ly tập trung."
            )
        ),
        Heading(level=2, runs=plain("3. Hệ thống truyền thanh cơ sở")),
        Paragraph(
            runs=plain(
                "Đã cung cấp 32 tệp âm thanh cho các đài truyền thanh cấp xã. Các đài tiếp âm, phát lại hằng ngày vào "
                "khung giờ sáng và chiều bằng tiếng Việt và tiếng dân tộc tại các thôn, khối phố trên địa bàn."
            )
        ),
    ]


def _proposals() -> list[Block]:
    pages = [
        "Trung tâm Kiểm soát bệnh tật tỉnh: hơn 12.000 người theo dõi;",
        "Thành phố Lạng Sơn: hơn 9.500 người theo dõi;",
        "Lạng Sơn News: hơn 600 người theo dõi.",
    ]
    return [
        Heading(level=2, runs=plain("4. Kinh nghiệm và đề xuất")),
        Paragraph(runs=plain("Một số trang cộng đồng có nhiều người theo dõi, phát huy hiệu quả tốt:")),
        List(items=[Item(runs=plain(page)) for page in pages]),
        Paragraph(runs=plain("Đề nghị Ban Chỉ đạo tỉnh xem xét:")),
        List(
            ordered=True,
            items=[
                Item(
                    runs=plain("Duy trì các trang cộng đồng đưa thông tin chuyên môn kịp thời, trong đó:"),
                    children=[List(items=[Item(runs=plain("mỗi huyện, thành phố có ít nhất 01 trang."))])],
                ),
                Item(runs=plain("Giao Sở hướng dẫn, theo dõi, phối hợp quản lý các trang lớn.")),
            ],
        ),
        Paragraph(
            runs=plain(
                "Sở Thông tin và Truyền thông trân trọng báo cáo Ban Chỉ đạo phòng, chống dịch Covid-19 tỉnh xem xét, "
                "chỉ đạo./."
            )
        ),
    ]


def _signature() -> Signature:
    return Signature(
        lines=["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
        name=None,
        recipients=[
            "Như trên",
            "UBND tỉnh (BC)",
            "Các sở, ban, ngành tỉnh",
            "Đài PTTH, Báo Lạng Sơn, Cổng TTĐT tỉnh",
            "UBND, Phòng VHTT các huyện, TP",
            "Lãnh đạo Sở",
            "Lưu: VT, TTBCXB",
        ],
    )


def _annex() -> list[Block]:
    return [
        Annex(
            label="Phụ lục",
            title="KẾT QUẢ CÀI ĐẶT ỨNG DỤNG BLUEZONE",
            attached="(Kèm theo Báo cáo số       /BC-STTTT ngày      tháng 8 năm 2020 "
            "của Sở Thông tin và Truyền thông)",
        ),
        Figure(
            key="standing",
            svg=_drawing(),
            alt="Biểu đồ điểm: Đà Nẵng 25,96%, Hà Nội 17,53%, Quảng Ninh 16,42%, Bắc Ninh 11,90%, "
            "Lạng Sơn 8,12%; mục tiêu 50%.",
            caption=plain("Hình 1. Tỷ lệ cài đặt trên dân số của các địa phương đã biết"),
            width=WIDTH,
            height=HEIGHT,
            table=Table(
                caption=plain("Số liệu của Hình 1"),
                head=[plain("Tỉnh, thành phố"), plain("Tỷ lệ"), plain("Thứ hạng")],
                rows=[[plain(name), plain(rate), plain(rank)] for name, rate, rank in STANDING],
                align=["left", "right", "center"],
            ),
        ),
        Table(
            caption=plain("Bảng 1. Kết quả theo huyện, thành phố"),
            head=[plain(head) for head in ("Đơn vị", "Dân số 2019", "Số cài đặt", "Tỷ lệ")],
            rows=[[plain(cell) if cell else [] for cell in row] for row in PLAN],
            align=["left", "right", "right", "right"],
        ),
        Paragraph(runs=plain("Ô để trống là chưa có số liệu./.")),
    ]


@cache
def _drawing() -> str:
    for face in sorted(str(path) for path in files("dophu").joinpath("fonts").iterdir()):
        if face.endswith(".ttf"):
            font_manager.fontManager.addfont(face)
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "sample", "font.family": "Tinos"}):
        canvas = Canvas(figsize=(WIDTH / MILLIMETRES_PER_INCH, HEIGHT / MILLIMETRES_PER_INCH))
        axes = canvas.add_axes((0.2, 0.18, 0.75, 0.78))
        shares = [float(rate.rstrip("%").replace(",", ".")) for _, rate, _ in STANDING]
        names = [name for name, _, _ in STANDING]
        axes.plot(shares, range(len(shares), 0, -1), "o", color="#1f4e8c")
        for row, (share, (_, shown, _)) in enumerate(zip(shares, STANDING, strict=True)):
            axes.text(share + 1, len(shares) - row, shown, va="center", fontsize=10)
        axes.axvline(50, color="#222222", linestyle="--")
        axes.set_yticks(range(len(names), 0, -1), names, fontsize=10)
        axes.set_xlim(0, 55)
        axes.set_xlabel("Tỷ lệ trên dân số (%)", fontsize=10, fontweight="bold")
        text = StringIO()
        canvas.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    return text.getvalue()


def _facts() -> list[TraceRow]:
    reported, divided = "số được báo cáo", "số cài đặt : dân số × 100"
    missing, needed = "số ứng với mục tiêu − số cài đặt", "mục tiêu × dân số, làm tròn lên"
    rows = [
        ("installs", "Số người/điện thoại đã cài đặt", "count", "63.438", "63438", reported, []),
        ("rate", "Tỷ lệ trên dân số", "percent", "8,12%", "1268760/156331", divided, ["installs"]),
        ("rank", "Thứ hạng", "rank", "8", "8", "thứ hạng được công bố", []),
        ("target", "Mục tiêu", "percent", "50%", "50", "mục tiêu được giao", []),
        ("target_count", "Số ứng với mục tiêu", "count", "390.828", "390828", needed, ["target"]),
        ("gap_points", "Khoảng cách", "points", "41,88", "6547790/156331", "mục tiêu − tỷ lệ", ["target", "rate"]),
        ("gap_count", "Số còn thiếu", "count", "327.390", "327390", missing, ["target_count", "installs"]),
        ("instructed", "Tỷ lệ cơ quan đã quán triệt", "percent", "100%", "100", reported, []),
    ]
    return [
        TraceRow(
            key=key,
            label=label,
            unit=unit,
            shown=shown,
            exact=exact,
            formula=formula,
            inputs=inputs,
            base="Dân số 01/4/2019" if key in {"rate", "target_count"} else "",
            source="bao_cao",
            status="computed" if inputs else "published",
        )
        for key, label, unit, shown, exact, formula, inputs in rows
    ]


def _sources() -> list[SourceRow]:
    return [
        SourceRow(
            id="bao_cao",
            title="Báo cáo nhanh của Sở Thông tin và Truyền thông tỉnh Lạng Sơn",
            address="https://example.org/bao-cao?so=1&dot=1",
            published="2020-08",
        )
    ]
