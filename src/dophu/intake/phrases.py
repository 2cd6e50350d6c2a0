"""Every kind of finding, in both languages; `{…}` are filled from a finding's details.

The Vietnamese sentences are read by who sent the file: they say what stands there, and what to write instead.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dophu.intake.recollections import ASK, ASK_VI, RECOLLECTIONS, SUSPICIONS


class Phrase(NamedTuple):
    """A kind of finding: what is wrong and what to do, in English and in Vietnamese; a note has no fix."""

    problem: str
    fix: str
    problem_vi: str
    fix_vi: str


def note(problem: str, problem_vi: str) -> Phrase:
    """Make a kind that only tells what was decided."""
    return Phrase(problem, "", problem_vi, "")


# By the step that finds it: names, numbers (owned by cells); finding the table (layout); checks against the rows.
PHRASES: dict[str, Phrase] = {
    "name_unknown": Phrase(
        "no {level} of this name; {nearest}",
        "correct the name, or add the spelling to data/reference/aliases.csv; if it is no unit: --skip {place}=REASON",
        "Không có đơn vị nào mang tên này; {nearest_vi}",
        "Sửa lại tên đơn vị cho đúng",
    ),
    "name_ambiguous": Phrase(
        "several units bear this name; {nearest}",
        "write it in full, with its accents and its kind (tỉnh, thành phố, huyện, thị xã, …)",
        "Tên này là của nhiều đơn vị; {nearest_vi}",
        "Ghi đầy đủ dấu và loại đơn vị (tỉnh, thành phố, huyện, thị xã…)",
    ),
    "name_kind": Phrase(
        "the unit of this name is of another kind: a city is not the province of its name; {nearest}",
        "write the kind and the name as they are",
        "Đơn vị mang tên này thuộc loại khác (thành phố thuộc tỉnh không phải là tỉnh); {nearest_vi}",
        "Ghi đúng loại và tên đơn vị",
    ),
    "name_code": Phrase(
        "letters of a name are no name: several units may share them; {nearest}",
        "write the name in full",
        "Chữ viết tắt có thể là của nhiều đơn vị; {nearest_vi}",
        "Ghi đầy đủ tên đơn vị",
    ),
    "name_former": Phrase(
        "{unit} was a unit until {until}; it went into: {into}",
        "give the counts of the units of the period's day; to leave the row out: --skip {place}=REASON",
        "{unit} là đơn vị cũ, đến {until} thì nhập vào hoặc chia thành: {into}",
        "Ghi số liệu theo các đơn vị hiện hành của kỳ báo cáo, hoặc bỏ dòng này",
    ),
    "name_unlisted": Phrase(
        "{unit} was a unit on the period's day, but data/reference/units.csv does not list it",
        "add its row to data/reference/units.csv; to leave the row out: --skip {place}=REASON",
        "{unit} chưa có trong danh mục đơn vị của chương trình",
        "Bổ sung đơn vị vào danh mục, hoặc bỏ dòng này",
    ),
    "name_later": Phrase(
        "{unit} is a unit only since {since}, after the period's day",
        "give the counts of the units of the period's day; to leave the row out: --skip {place}=REASON",
        "{unit} chỉ là đơn vị từ ngày {since}, sau kỳ báo cáo",
        "Ghi số liệu theo các đơn vị tại ngày của kỳ báo cáo, hoặc bỏ dòng này",
    ),
    "name_converted": note("read as '{read}', converted from an old encoding", "Đọc là “{read}”, chuyển từ bảng mã cũ"),
    "name_noted": note(
        "read as '{read}': what stands in brackets was not read", "Đọc là “{read}”: không xét phần ghi trong ngoặc"
    ),
    "name_eth": note(
        "read as '{read}': it is written with another letter than Đ", "Đọc là “{read}”: chữ Đ gõ bằng ký tự khác"
    ),
    "name_respelt": note("read as '{read}': its accents differ", "Đọc là “{read}”: dấu viết khác"),
    # Numbers (numbers)
    "number_unreadable": Phrase(
        "this is no number",
        "write a number, or leave the cell blank where it is missing; "
        "to take the others without it: --leave-blank {place}=REASON",
        "Không đọc được thành số",
        "Ghi bằng số, hoặc để trống nếu chưa có số liệu",
    ),
    "number_raised": Phrase(
        "a raised figure stands beside it, as the mark of a footnote",
        "write the number alone, and the footnote in a column of its own",
        "Có chữ số viết cao bên cạnh số liệu, như dấu chú thích",
        "Chỉ ghi số; đưa chú thích sang cột ghi chú",
    ),
    "number_two": Phrase(
        "two numbers stand in one cell: {first} and {second}",
        "write one number, or take the row or the cell out of the import: --leave-blank {place}=REASON",
        "Trong một ô có hai số: {first} và {second}",
        "Chỉ ghi một số trong mỗi ô",
    ),
    "number_hidden": Phrase(
        "a count must be whole; the format of the cell hides the decimals behind it",
        "write the whole number; to take the other counts without this one: --leave-blank {place}=REASON",
        "Số đếm phải là số nguyên; phần thập phân đang bị ẩn bởi định dạng của ô",
        "Ghi số nguyên đúng, không chỉ đổi cách hiển thị",
    ),
    "number_struck_out": Phrase(
        "the number is struck out",
        "write the number that holds; where it is this one: --accept {place}=REASON",
        "Số này bị gạch ngang",
        "Ghi số đúng, không gạch ngang",
    ),
    "number_hidden_out": Phrase(
        "the format of the cell shows nothing of its number",
        "show the number; where it holds: --accept {place}=REASON, else --leave-blank {place}=REASON",
        "Định dạng của ô không cho thấy số này",
        "Đổi định dạng để thấy số, hoặc xóa số nếu không dùng",
    ),
    "number_marked": note(
        "the mark {mark} was not read as part of the number{said}", "Dấu {mark} không thuộc con số{said_vi}"
    ),
    "number_parted": Phrase(
        "the row is longer than the headings: its comma may have cut one number into this and '{beside}'",
        "put numbers with commas into quotes, or save the table as xlsx",
        "Dòng này dài hơn dòng tiêu đề: dấu phẩy có thể đã cắt một số thành ô này và “{beside}”",
        "Đặt số có dấu phẩy trong ngoặc kép, hoặc lưu bảng thành tệp xlsx",
    ),
    "number_not_whole": Phrase(
        "a count must be whole; a spreadsheet may have read the dot for thousands as a decimal point",
        "write the whole number, as 63438; to take the others without it: --leave-blank {place}=REASON",
        "Số đếm phải là số nguyên; có thể dấu chấm hàng nghìn đã bị hiểu thành dấu thập phân",
        "Ghi số nguyên đầy đủ, ví dụ 63438",
    ),
    "number_negative": Phrase(
        "a count cannot be negative",
        "correct the number; to take the others without it: --leave-blank {place}=REASON",
        "Số đếm không thể âm",
        "Sửa lại số liệu",
    ),
    "number_too_large": Phrase(
        "beyond 2^53 a spreadsheet cannot hold a number exactly",
        "correct the number; to take the others without it: --leave-blank {place}=REASON",
        "Số quá lớn, bảng tính không giữ được chính xác",
        "Sửa lại số liệu",
    ),
    "number_percent": Phrase(
        "a percentage stands where a count belongs",
        "write the count; to take the others without it: --leave-blank {place}=REASON",
        "Ô này là tỷ lệ phần trăm, không phải số đếm",
        "Ghi số đếm",
    ),
    "number_date": Phrase(
        "the spreadsheet has turned it into a date",
        "set the cell's format to text or number and type the figure again; "
        "to take the others without it: --leave-blank {place}=REASON",
        "Ô này đã bị bảng tính đổi thành ngày tháng",
        "Đổi định dạng ô thành số rồi gõ lại",
    ),
    "number_error": Phrase(
        "the cell holds an error or true/false instead of a number",
        "mend its formula, or write the number; to take the others without it: --leave-blank {place}=REASON",
        "Ô này chứa lỗi hoặc giá trị đúng/sai, không phải số",
        "Sửa công thức hoặc ghi số",
    ),
    "number_bound": Phrase(
        "an upper bound is not kept: only hơn, trên, gần and khoảng are",
        "write the number, or one of these words before it; "
        "to take the others without it: --leave-blank {place}=REASON",
        "Không dùng “dưới”, “tối đa”; chỉ dùng hơn, trên, gần, khoảng",
        "Ghi số, hoặc một trong các từ đó trước số",
    ),
    "number_notation": Phrase(
        "it does not fit the notation of its column, {notation}",
        "write all numbers of the column in one way",
        "Cách viết số khác với các ô khác của cột ({notation})",
        "Viết số của cả cột theo một cách",
    ),
    "number_ambiguous": Phrase(
        "the numbers of this column can be read in two ways: '{text}' is {vi} or {en}",
        "say how they are written: --numbers vi (63.438,5) or --numbers en (63,438.5)",
        "Số của cột này có thể đọc theo hai cách: “{text}” là {vi} hoặc {en}",
        "Viết số liền không dấu phân cách, ví dụ 63438",
    ),
    "unit_of_measure": Phrase(
        "two units of measure are said of the same figures: some in thousands or millions, some not",
        "write every count in full, as 63438, or one unit of measure",
        "Cùng một số liệu được ghi hai đơn vị tính khác nhau (nghìn, triệu)",
        "Ghi số đếm đầy đủ, ví dụ 63438, hoặc ghi một đơn vị tính",
    ),
    "scaled": note(
        "the figures of column {letter} were multiplied by {factor} and are exact to {step}",
        "Số liệu ở cột {letter} đã nhân với {factor}, chính xác đến {step}",
    ),
    "number_uncalculated": Phrase(
        "the result of this formula was never calculated",
        "open the file in a spreadsheet, save it, and send it again; or write the number",
        "Công thức chưa được tính kết quả",
        "Mở tệp bằng bảng tính, lưu lại rồi gửi; hoặc ghi số",
    ),
    # Finding the table (headers, layout, rows), and the file as a whole (importer)
    "sheet_unknown": Phrase(
        "no sheet of this name; the file has {sheets}",
        "correct --sheet",
        "Tệp không có trang tính nào mang tên này; các trang tính: {sheets}",
        "Sửa lại tên trang tính",
    ),
    "sheet_hidden": note("the sheet is hidden and was not read", "Trang tính bị ẩn, không được đọc"),
    "sheet_unread": note("the sheet was not read", "Trang tính không được đọc"),
    "tables_several": Phrase(
        "several sheets hold a table: {sheets}",
        "say which one counts: --sheet NAME",
        "Nhiều trang tính có bảng số liệu: {sheets}",
        "Chỉ giữ lại một bảng, hoặc cho biết trang tính nào là chính thức",
    ),
    "tables_below": Phrase(
        "several tables stand one below the other: {tables}",
        "say which one counts: --table NUMBER, or words of its title",
        "Trang tính có nhiều bảng nối tiếp nhau: {tables}",
        "Gửi riêng từng bảng, hoặc cho biết bảng nào là chính thức",
    ),
    "table_option_none": Phrase(
        "no table has this number or title; the file has {tables}",
        "correct --table",
        "Không có bảng nào mang số hoặc tên này; các bảng: {tables}",
        "Cho biết lại bảng nào là chính thức",
    ),
    "table_option_several": Phrase(
        "several tables have these words in their titles: {tables}",
        "write the number of the table: --table NUMBER",
        "Nhiều bảng có tên chứa các chữ này: {tables}",
        "Cho biết lại bảng nào là chính thức",
    ),
    "table_unread": note("another table begins here and was not read", "Một bảng khác bắt đầu ở đây, không được đọc"),
    "table_none": Phrase(
        "no table with headings was found in {sheets}",
        "give the columns headings such as 'Địa phương' and the name of what is counted, right above the rows, "
        "or say which they are: --column unit=HEADING; for a hidden sheet: --hidden",
        "Không tìm thấy bảng có dòng tiêu đề cột trong {sheets}",
        "Thêm dòng tiêu đề cột (như “Địa phương” và tên số liệu) ngay trên các dòng số liệu",
    ),
    "table_transposed": Phrase(
        "the units stand side by side along the row, not one below the other",
        "turn the table: one row per unit, one column per figure (copy, then paste special, transpose)",
        "Các đơn vị được xếp theo hàng ngang, không phải mỗi đơn vị một dòng",
        "Xoay bảng lại: mỗi đơn vị một dòng, mỗi số liệu một cột (sao chép, dán đặc biệt, hoán vị hàng và cột)",
    ),
    "tables_side_by_side": Phrase(
        "two tables stand side by side: the columns {columns} all hold names of units",
        "put one below the other, under one line of headings",
        "Có hai bảng đặt cạnh nhau: các cột {columns} đều ghi tên đơn vị",
        "Đặt các bảng nối tiếp nhau theo chiều dọc, dưới cùng một dòng tiêu đề",
    ),
    "columns_hidden": note("the hidden columns {letters} were not read", "Các cột bị ẩn {letters} không được đọc"),
    "column_several": Phrase(
        "several columns may give '{label}' ({measure}): {candidates}",
        "say which: --column {measure}={letter}, or its heading; intake.columns of campaign.yml keeps it",
        "Có nhiều cột có thể là “{label}”: {candidates}",
        "Cho biết cột nào là “{label}”, hoặc ghi tiêu đề các cột cho rõ",
    ),
    "column_other_time": Phrase(
        "the heading names another time than {period}",
        "correct the period, or choose another: --column {measure}=LETTER; where it is right: --accept {place}=REASON",
        "Tiêu đề cột ghi thời gian khác với kỳ báo cáo {period_vi}",
        "Sửa tiêu đề cột, hoặc gửi số liệu của đúng kỳ báo cáo",
    ),
    "row_other_day": Phrase(
        "the row is of another day than {period}",
        "keep the rows of that day alone; where all are up to it: --as-of MOMENT",
        "Dòng này ghi ngày khác với kỳ báo cáo: {period_vi}",
        "Chỉ giữ các dòng của đúng ngày báo cáo",
    ),
    "columns_other_times": Phrase(
        "no column of '{label}' is of the period {period}: {candidates}",
        "correct the period, or ask for its figures",
        "Không có cột “{label}” nào của kỳ {period_vi}: {candidates}",
        "Gửi số liệu của đúng kỳ báo cáo",
    ),
    "rows_no_period": Phrase(
        "no row is of the period {period}",
        "correct the period, or ask for the rows of that time",
        "Không có dòng nào thuộc kỳ báo cáo {period_vi}",
        "Gửi các dòng số liệu của đúng kỳ báo cáo",
    ),
    "block_two": Phrase(
        "the year and its last part '{name}' end on the same day: the rows of the part were read",
        "if they are right: --accept block_two=REASON; for the year: --skip '{name}=REASON'",
        "Cả năm và “{name}” kết thúc cùng một ngày: đã đọc các dòng “{name}”",
        "Cho biết số liệu cả năm hay của “{name}” là đúng kỳ",
    ),
    "series_unknown": Phrase(
        "no row names a measure of the campaign; the rows are of {names}",
        "give their codes in campaign.yml, intake.codes: {measure}: [CODE], or with --mapping FILE",
        "Không có dòng nào là số liệu của chiến dịch; các dòng ghi: {names}",
        "Ghi tên hoặc mã số liệu như chiến dịch quy định",
    ),
    "series_unread": note(
        "rows of other figures were not read: {names}", "Các dòng của số liệu khác không được đọc: {names}"
    ),
    "column_two_measures": Phrase(
        "the heading fits several measures: {measures}",
        "say which: --column {measure}={letter}; intake.columns of campaign.yml keeps it",
        "Tiêu đề cột có thể hiểu theo nhiều số liệu: {labels}",
        "Ghi rõ trong tiêu đề cột {letter} là số liệu nào",
    ),
    "column_none": Phrase(
        "no column gives a measure such as '{label}' ({measure}); possible columns: {candidates}",
        "say which: --column {measure}={letter}, or its heading; intake.columns of campaign.yml keeps it",
        "Không có cột nào được ghi rõ là “{label}”; các cột có thể là: {candidates}",
        "Ghi rõ trong tiêu đề cột nào là “{label}”",
    ),
    "column_option_none": Phrase(
        "--column {meaning} names no column; the columns are {candidates}",
        "write one of these headings, or its letter",
        "Không có cột “{wanted}”; các cột: {candidates}",
        "Ghi đúng tiêu đề cột",
    ),
    "column_option_several": Phrase(
        "--column {meaning} fits several columns: {candidates}",
        "write the column's letter",
        "Nhiều cột mang tiêu đề “{wanted}”: {candidates}",
        "Ghi tiêu đề khác nhau cho các cột",
    ),
    "column_unused": note(
        "column {letter} was not read: its heading means no measure of the campaign",
        "Cột {letter} không được đọc: tiêu đề không ứng với số liệu nào của chiến dịch",
    ),
    "column_former": note(
        "column {letter} was not read: it speaks of another period",
        "Cột {letter} không được đọc: là số liệu của kỳ khác",
    ),
    "columns_former": note(
        "{count} columns from {letters} were not read: they speak of other periods",
        "{count} cột trong khoảng {letters} không được đọc: là số liệu của các kỳ khác",
    ),
    "column_unheaded": note(
        "column {letter} was not read: it has no heading", "Cột {letter} không được đọc: không có tiêu đề"
    ),
    "names_again": note(
        "column {letter} names the same units and was not read", "Cột {letter} ghi lại tên các đơn vị, không được đọc"
    ),
    "names_disagree": Phrase(
        "the row names {unit} in one column and '{other}' in another",
        "correct one of the names, or set the row aside: --skip {place}=REASON",
        "Dòng này ghi {unit} ở một cột, “{other}” ở cột khác",
        "Sửa lại tên đơn vị cho thống nhất",
    ),
    "names_none": Phrase(
        "no column holds names of units; the columns are {candidates}",
        "say which: --column unit=LETTER",
        "Không có cột nào ghi tên đơn vị; các cột: {candidates}",
        "Thêm cột tên đơn vị, tiêu đề “Địa phương”",
    ),
    "name_misplaced": Phrase(
        "{unit} is named outside the column of such units",
        "move the name into its column",
        "{unit} được ghi ngoài cột tên đơn vị cùng cấp",
        "Chuyển tên đơn vị vào đúng cột",
    ),
    "row_set_aside": note("the row was set aside: {reason}", "Dòng này được bỏ qua. Lý do: {reason}"),
    "left_blank": note("the count was left blank: {reason}", "Để trống số liệu này. Lý do: {reason}"),
    "row_above": Phrase(
        "a unit and its figures stand above the headings",
        "move the row below the headings",
        "Đơn vị và số liệu nằm phía trên dòng tiêu đề cột",
        "Chuyển dòng này xuống dưới dòng tiêu đề",
    ),
    "row_unnamed": Phrase(
        "the row has figures but no name",
        "write the unit's name, or clear the row",
        "Dòng có số liệu nhưng không có tên đơn vị",
        "Ghi tên đơn vị, hoặc xóa dòng này",
    ),
    "unit_twice": Phrase(
        "{unit} stands twice: in {first} as well",
        "keep one of the two rows",
        "{unit} xuất hiện hai lần: đã có ở ô {first}",
        "Chỉ giữ lại một dòng",
    ),
    "code_other": Phrase(
        "the name in this row is {unit}, whose code is {code}; this code means {meant}",
        "correct the code or the name",
        "Tên ở dòng này là {unit} (mã {code}), còn mã này ứng với {meant}",
        "Sửa lại mã hoặc tên đơn vị",
    ),
    "code_unknown": Phrase(
        "no unit has this code in {vintage}",
        "correct the code, or give the unit's name",
        "Không có đơn vị nào mang mã này",
        "Sửa lại mã, hoặc ghi tên đơn vị",
    ),
    "codes_only": note(
        "column {letter} gives codes and no column gives names: the codes were read as those of {vintage}",
        "Bảng không có cột tên đơn vị; mã ở cột {letter} được đọc theo danh mục {vintage}",
    ),
    "shares_below_one": Phrase(
        "no percentage of this column is above 1: they may be fractions, 0.404 for 40.4 %",
        "write them as percentages; where they are: --accept {place}=REASON",
        "không tỷ lệ nào của cột lớn hơn 1%: có thể là phân số, 0,404 thay cho 40,4%",
        "Ghi theo phần trăm; nếu đúng là phần trăm thì nêu lý do",
    ),
    "share_out_of_range": Phrase(
        "a percentage below 0 or above 100",
        "correct it; where it is right: --accept {place}=REASON",
        "Tỷ lệ nhỏ hơn 0 hoặc lớn hơn 100%",
        "Kiểm tra lại tỷ lệ",
    ),
    "shares_alone": note(
        "the table has no counts: {count} percentages are kept as published, as shares of {base}",
        "Bảng không có số đếm: giữ {count} tỷ lệ như đã công bố (mẫu số: {base})",
    ),
    "base_not_whole": Phrase(
        "a base must be a whole number above nought",
        "correct the number, or clear the cell where the base is not known",
        "Mẫu số phải là số nguyên lớn hơn không",
        "Sửa lại số, hoặc để trống nếu chưa có mẫu số",
    ),
    "count_merged": Phrase(
        "the cell is merged over rows {first} to {last}, which count different units",
        "take the merging apart, and write each unit's own count",
        "Ô gộp từ dòng {first} đến dòng {last}, của các đơn vị khác nhau",
        "Bỏ gộp ô, ghi số của từng đơn vị",
    ),
    "counts_none": Phrase(
        "column {letter} holds no count at all",
        "fill in the counts, or choose another column or sheet",
        "Cột {letter} không có số liệu nào",
        "Ghi số liệu vào cột {letter}",
    ),
    "count_missing": note("no count for {unit}", "Chưa có số liệu của {unit}"),
    "column_unsaved": note(
        "{count} formulas of column {letter} have no saved result and were not checked",
        "{count} công thức của cột {letter} chưa có kết quả lưu trong tệp nên không đối chiếu được",
    ),
    "rows_hidden": note("{count} hidden rows were not read: {rows}", "{count} dòng bị ẩn không được đọc: {rows}"),
    "vintage_other": Phrase(
        "the names are those of {found}, but on the period's day {expected} was in force",
        "correct the period, or ask for the units of that day",
        "Tên đơn vị theo danh mục {found_vi}, nhưng kỳ báo cáo này áp dụng danh mục {expected_vi}",
        "Kiểm tra lại kỳ báo cáo, hoặc ghi đúng các đơn vị tại ngày đó",
    ),
    "vintage_mixed": Phrase(
        "the names mix units of before and after 01/7/2025; on the period's day {expected} was in force",
        "ask for the units of that day",
        "Bảng ghi lẫn tên đơn vị trước và sau ngày 01/7/2025; kỳ báo cáo này áp dụng danh mục {expected_vi}",
        "Ghi đúng các đơn vị tại ngày đó",
    ),
    "parent_other": Phrase(
        "the rows are parts of {found}, not of {expected}",
        "correct --unit, or choose the right file",
        "Các dòng là đơn vị thuộc {found}, không thuộc {expected}",
        "Kiểm tra lại tệp",
    ),
    "units_missing": Phrase(
        "{given} of the {all} units of {parent} are in the table; missing: {names}",
        "ask for the missing ones; without them the report names them as missing",
        "Bảng có {given}/{all} đơn vị của {parent}; còn thiếu: {names}",
        "Bổ sung các đơn vị còn thiếu",
    ),
    "moment_other": Phrase(
        "the file speaks of {moments}, the period is {period}",
        "correct the period, or say until when the counts run: --as-of {period}",
        "Tệp ghi số liệu {moments_vi}, trong khi kỳ báo cáo là {period_vi}",
        "Kiểm tra lại ngày của số liệu",
    ),
    "month_other": Phrase(
        "'{line}' names another time than the period, {period}",
        "correct the period; where the counts are the period's: --as-of {period}, or --accept {place}=REASON",
        "“{line}” ghi thời gian khác với kỳ báo cáo {period_vi}",
        "Kiểm tra lại kỳ của số liệu",
    ),
    "moment_several": Phrase(
        "the file names several moments: {moments}",
        "say which one holds: --as-of {period}T08:00",
        "Tệp ghi nhiều thời điểm: {moments_vi}",
        "Chỉ ghi một thời điểm của số liệu",
    ),
    "moment_read": note("the counts run until {moment}", "Số liệu tính đến {moment_vi}"),
    "moment_decided": note(
        "the file speaks of {moments}; --as-of says {moment}",
        "Tệp ghi {moments_vi}; lấy theo thời điểm được chỉ định: {moment_vi}",
    ),
}

CHECKS: dict[str, Phrase] = {  # a table held to itself (checks, shares)
    "accepted": note("accepted although {problem}: {reason}", "Chấp nhận, dù {problem_vi}. Lý do: {reason}"),
    "formulas_used": note(
        "{rows} cells of column {letter} are formulas such as ={formula}: their saved results were used",
        "{rows} ô của cột {letter} là công thức (ví dụ ={formula}): đã dùng kết quả lưu trong tệp",
    ),
    "formula_unsaved": Phrase(
        "the formula ={formula} has no saved result",
        "open the file in a spreadsheet program, let it compute, and save it; or write the number itself",
        "Công thức ={formula} chưa có kết quả lưu trong tệp",
        "Mở tệp bằng Excel để tính lại rồi lưu, hoặc ghi thẳng con số",
    ),
    "total_unsaved": note(
        "the total ={formula} has no saved result and was not checked",
        "Ô tổng ={formula} chưa có kết quả lưu trong tệp nên không đối chiếu được",
    ),
    "total_differs": Phrase(
        "the total is {total}, its {rows} rows add up to {sum} ({gap}{hint})",
        "correct the row or the total; where both are right: --accept {place}=REASON",
        "Tổng ghi {total}, nhưng cộng {rows} dòng được {sum} (chênh {gap}{hint_vi})",
        "Kiểm tra lại từng dòng và ô tổng, sửa chỗ sai",
    ),
    "total_stale": Phrase(
        "the saved result of ={formula} is {total}, the {rows} rows add up to {sum} ({gap}{hint})",
        "let a spreadsheet program compute it again and save; where both are right: --accept {place}=REASON",
        "Kết quả lưu của công thức ={formula} là {total}, nhưng cộng {rows} dòng được {sum} (chênh {gap}{hint_vi})",
        "Tính lại công thức rồi lưu tệp; kiểm tra các dòng vừa sửa",
    ),
    "total_too_small": Phrase(
        "the total is {total}, but {rows} rows alone add up to {sum} ({gap}; without {missing})",
        "correct the row or the total; where both are right: --accept {place}=REASON",
        "Tổng ghi {total}, nhưng riêng {rows} dòng đã có số cộng được {sum} (chênh {gap}; chưa kể {missing})",
        "Kiểm tra lại từng dòng và ô tổng, sửa chỗ sai",
    ),
    "sum_leaves_out": Phrase(
        "the sum ={formula} leaves out {rows}",
        "have the sum cover every row; where it is right: --accept {place}=REASON",
        "Công thức ={formula} bỏ sót {rows}",
        "Sửa công thức để cộng đủ các dòng",
    ),
    "sum_counts_twice": Phrase(
        "the sum ={formula} counts more than once: {rows}",
        "leave the subtotals or their rows out of the sum; where it is right: --accept {place}=REASON",
        "Công thức ={formula} cộng nhiều lần: {rows}",
        "Sửa công thức để mỗi dòng chỉ cộng một lần (không cộng cả dòng tổng nhóm)",
    ),
    "sum_adds_others": Phrase(
        "the sum ={formula} also adds {rows}",
        "have the sum cover its own rows only; where it is right: --accept {place}=REASON",
        "Công thức ={formula} cộng thêm {rows}",
        "Sửa công thức để chỉ cộng các dòng thuộc nhóm",
    ),
    "above_base": Phrase(
        "the count is above its base {key} of {amount}",
        "correct the count; where it is right: --accept {place}=REASON, which becomes the note of the count",
        "Số này lớn hơn {base} ({amount})",
        "Kiểm tra lại số liệu; nếu đúng, ghi rõ lý do",
    ),
    "above_base_known": note(
        "the count is above its base {key} of {amount}; the campaign explains it: {reason}",
        "Số này lớn hơn {base} ({amount}); lý do: {reason}",
    ),
    "repeated": note("the same number in {rows}", "Cùng một con số ở {rows}"),
    "door": Phrase(
        "with these counts the period is refused: {problem}",
        "{fix}",
        "Số liệu này không khớp với dữ liệu đã có: {problem}",
        "Kiểm tra lại số liệu của kỳ",
    ),
    "share_base": note(
        "the shares of column {letter} follow from {base}: {agreed} of {rows} agree with it",
        "Tỷ lệ ở cột {letter} tính trên {base_vi}: {agreed}/{rows} dòng khớp",
    ),
    "share_explained": Phrase(
        "the share is {printed}; on {base} of {amount} it is {computed}; "
        "{printed} follows from {other_base} of {other_amount}",
        "have it computed on one base; shares are not imported",
        "Tỷ lệ ghi {printed}; tính trên {base_vi} ({amount}) là {computed}; "
        "{printed} khớp với {other_base_vi} ({other_amount})",
        "Thống nhất mẫu số và tính lại tỷ lệ",
    ),
    "share_unexplained": Phrase(
        "nothing explains the shares of column {letter}: from {base} only {agreed} of {rows} follow",
        "say what they are computed on, or leave the column out: --column ignored={letter}; shares are not imported",
        "Không rõ tỷ lệ ở cột {letter} tính từ số nào: tính trên {base_vi} chỉ {agreed}/{rows} dòng khớp",
        "Ghi rõ cách tính tỷ lệ (số nào chia cho số nào)",
    ),
    "share_differs": Phrase(
        "the share is {printed}; on {base} of {amount} it is {computed}; {printed} implies a base of {implied}",
        "look at the count and at the base; shares are not imported",
        "Tỷ lệ ghi {printed}; tính trên {base_vi} ({amount}) là {computed}; tỷ lệ ấy ứng với mẫu số {implied}",
        "Kiểm tra lại số đếm, mẫu số và tỷ lệ",
    ),
    "rank_differs": Phrase(
        "by {order} the rank is {place}",
        "look at the count and at the rank; ranks are not imported",
        "Xếp theo {order_vi} thì thứ hạng là {place}",
        "Kiểm tra lại thứ hạng (các đơn vị bằng nhau đồng hạng)",
    ),
}
PHRASES |= CHECKS
PHRASES |= {kind: Phrase(said, ASK.format(kind), vi, ASK_VI) for kind, (said, vi) in SUSPICIONS.items()}
PHRASES |= {kind: note(*said) for kind, said in RECOLLECTIONS.items()}

# How a column was understood, and what was passed over: English as it is told, `{…}` parts, and Vietnamese.
EVIDENCE: dict[str, str] = {
    "the table has no counts": "bảng không có số đếm",
    "its heading names another time": "tiêu đề cột ghi thời gian khác",
    "its cells are codes of units": "các ô là mã đơn vị",
    "its cells are times": "các ô là thời gian",
    "it names the same units": "ghi lại tên các đơn vị",
    "its cells are names of units": "các ô là tên đơn vị",
    "chosen by --column": "do --column chọn",
    "kept in campaign.yml": "đã ghi trong campaign.yml",
    "its heading names another day ({days})": "tiêu đề cột ghi ngày khác ({days})",
    "it is headed as the value, and the table is of one measure": "tiêu đề ghi là giá trị, và bảng chỉ có một số liệu",
    "its heading is a time, and the table is of one measure": "tiêu đề là thời gian, và bảng chỉ có một số liệu",
    "it alone names the day": "chỉ cột này ghi đúng thời gian của kỳ",
    "the others name another time": "các cột khác ghi thời gian khác",
    "it is the name of the measure": "tiêu đề đúng là tên số liệu",
    "the words {words}": "có chữ {words}",
    "every number reads the same in both notations": "mọi số đọc như nhau theo cả hai cách viết",
    "{cell} in {place} is a number only in this notation": "{cell} ở ô {place} chỉ đọc được theo cách này",
    "most cells are written so": "phần lớn các ô viết theo cách này",
    "others are not: {part}": "các ô khác thì không: {part}",
    "two readings": "đọc được theo hai cách",
    "macros are not read": "không đọc macro",
    "tracked changes were read as accepted": "các sửa đổi đang theo dõi được đọc như đã chấp nhận",
    "links to other files are not followed": "không theo liên kết sang tệp khác",
    "the name says {ending}, but the file is {form}": "tên tệp ghi {ending} nhưng tệp là {form}",
    "it was read as that": "tệp được đọc theo loại thật",
    "read as {encoding}, cells parted by {mark}": "đọc theo bảng mã {encoding}, các ô ngăn bằng {mark}",
    "read as {encoding}": "đọc theo bảng mã {encoding}",
}


def evidence_vi(why: str) -> str:
    """Tell in Vietnamese how a column was understood; words of the file, and what has no twin here, stay.

    >>> evidence_vi("the words 'cài đặt'; '63.438' in C5 is a number only in this notation")
    "có chữ 'cài đặt'; '63.438' ở ô C5 chỉ đọc được theo cách này"
    """
    return "; ".join(map(_part_vi, why.split("; ")))


def _part_vi(part: str) -> str:
    for english, vietnamese in EVIDENCE.items():
        wanted = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.*)", re.escape(english))
        if found := re.fullmatch(wanted, part):
            return vietnamese.format_map(found.groupdict())
    return part
