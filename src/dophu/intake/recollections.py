"""What the memory finds, in both languages; apart from the other phrases, since it is about other deliveries too."""

from __future__ import annotations

ASK = "ask its sender; if it is right: --accept CELL=REASON, or for every finding of the kind --accept {0}=REASON"
ASK_VI = "Kiểm tra lại với sổ gốc; nếu đúng, cho biết lý do"

# kind: what is wrong in English, in Vietnamese. Every kind may be accepted.
SUSPICIONS: dict[str, tuple[str, str]] = {
    "jump": (
        "{unit}: {now} after {then} on {day}{usual}; likely: {cause}",
        "{unit}: kỳ này {now}, kỳ {day_vi} là {then}{usual_vi}. Khả năng: {cause}",
    ),
    "fallen": (
        "{unit}: {now} is below {then} on {day}, though it is counted up; likely: {cause}",
        "{unit}: số lũy kế {now} thấp hơn {then} của kỳ {day_vi}. Khả năng: {cause}",
    ),
    "unit_unchanged": (
        "{unit}: {now}, the same as on {day}{usual}; likely: last period's figure",
        "{unit}: {now}, không đổi so với kỳ {day_vi}{usual_vi}. Khả năng: số của kỳ trước",
    ),
    "swapped": (
        "{name} {now} after {then} on {day}, {other_name} {other_now} after {other_then}; likely: they are exchanged",
        "{name} {now} (kỳ {day_vi}: {then}), {other_name} {other_now} (kỳ {day_vi}: {other_then}). "
        "Khả năng: số của hai đơn vị bị đổi chỗ cho nhau",
    ),
    "list_jump": (
        "{number} figures are far from what the list did so far, such as {unit}: {now} after {then} on {day}; "
        "likely: {cause}",
        "{number} số liệu lệch xa mức thay đổi trước nay, như {unit}: {now}, kỳ {day_vi} là {then}. Khả năng: {cause}",
    ),
    "list_fallen": (
        "{number} figures are below those of {day}, such as {unit}: {now} after {then}; likely: an earlier column",
        "{number} số lũy kế thấp hơn kỳ {day_vi}, như {unit}: {now}, trước là {then}. Khả năng: cột của kỳ trước",
    ),
    "list_unit_unchanged": (
        "{number} figures are those of {day}: {names}",
        "{number} số liệu không đổi so với kỳ {day_vi}: {names}",
    ),
    "list_copied": (
        "{same} of {of} figures are those of {day}: {names}; likely: {cause}",
        "{same} trong {of} số liệu trùng với kỳ {day_vi}: {names}. Khả năng: {cause}",
    ),
    "many_unchanged": (
        "{same} of {of} figures are unchanged since {day}, more than ever: {names}",
        "{same} trong {of} số liệu không đổi so với kỳ {day_vi}, nhiều hơn trước nay: {names}. Khả năng: chưa cập nhật",
    ),
    "same_file": (
        "the same file (SHA-256) was taken in for {day}, as source {source}",
        "Cùng một tệp với kỳ {day_vi} (nguồn {source}). Khả năng: gửi nhầm tệp của kỳ khác",
    ),
    "same_factor": (
        "{number} figures are those of {day} times {factor}: {names}; figures of units never grow alike",
        "{number} số liệu đều bằng số của kỳ {day_vi} nhân {factor}: {names}. Khả năng: số ước tính, không phải số đếm",
    ),
    "same_step": (
        "{number} figures are those of {day} plus {step}: {names}; figures of units never grow alike",
        "{number} số liệu đều bằng số của kỳ {day_vi} cộng {step}: {names}. "
        "Khả năng: số ước tính, hoặc kéo ô công thức",
    ),
    "list_moved": (
        "the figures are {factor} times those of {day} in the middle, as never before; likely: {cause}",
        "Số liệu ở mức giữa gấp {factor} lần kỳ {day_vi}, chưa từng có. "
        "Khả năng: chỉ tiêu khác, đơn vị tính khác, hoặc cột khác",
    ),
    "scattered": (
        "the figures moved since {day} in all directions, {times} times as far as usual; likely: another order of rows",
        "Số liệu thay đổi so với kỳ {day_vi} mỗi nơi một hướng, gấp {times} lần mức thường. "
        "Khả năng: các dòng bị xáo trộn, hoặc cột của chỉ tiêu khác",
    ),
    "shifted": (
        "{number} rows in a row have the figure of a row {by} from it: {names}; likely: the column slipped",
        "{number} dòng liền nhau mang số của dòng lệch {by}: {names}. Khả năng: cột số bị trượt dòng",
    ),
    "filled_down": (
        "{number} rows in a row are equal or count on by one: {names}; likely: a cell was dragged down",
        "{number} dòng liền nhau bằng nhau hoặc tăng dần từng đơn vị: {names}. Khả năng: kéo ô sao chép xuống",
    ),
    "all_multiples": (
        "{number} figures are multiples of {step}, as they were not before; likely: rounded or estimated",
        "{number} số liệu đều là bội số của {step}, trước không như vậy. Khả năng: số làm tròn hoặc ước tính",
    ),
    "heaped": (
        "{share} % of the figures end in 0 or 5; likely: estimated",
        "{share}% số liệu tận cùng bằng 0 hoặc 5. Khả năng: số ước tính",
    ),
    "part_above_whole": (
        "{unit}: {now} of '{part}' is more than {whole_count} of '{whole}', of which it is a part",
        "{unit}: {part} là {now}, lớn hơn {whole} là {whole_count}, trong khi là một phần của chỉ tiêu ấy",
    ),
    "sum_differs": (
        "{unit}: '{measure}' is {now}, but {parts} add up to {added}",
        "{unit}: {measure} là {now}, nhưng {parts} cộng được {added}",
    ),
}

# kind: what is told and keeps nothing out.
RECOLLECTIONS: dict[str, tuple[str, str]] = {
    "compared": (
        "{measure}: {compared} of {number} figures were held against the unit's last one, {peers} against the movement "
        "of its peers too; the period before is {day}",
        "{measure}: đã đối chiếu {compared} trong {number} số liệu với số gần nhất của đơn vị, {peers} số với mức thay "
        "đổi chung; kỳ trước là {day_vi}",
    ),
    "nothing_compared": (
        "{measure}: nothing was compared with former periods: {why}",
        "{measure}: chưa đối chiếu được với kỳ trước: {why_vi}",
    ),
    "first_time": (
        "{measure}: reported for the first time: {names}",
        "{measure}: lần đầu có số liệu: {names}",
    ),
    "no_longer": (
        "{measure}: reported on {day} and no longer: {names}",
        "{measure}: có số liệu ở kỳ {day_vi}, nay không còn: {names}",
    ),
    "same_file_other_figures": (
        "the same file was taken in for {day} with other figures of it",
        "Cùng một tệp với kỳ {day_vi}, nhưng lấy số liệu khác trong tệp",
    ),
}

# kind: what a report on the data says of a finding that was let stand, behind the figure or the list.
LABELS: dict[str, str] = {
    "jump": "thay đổi khác thường so với kỳ trước",
    "fallen": "thấp hơn kỳ trước dù là số lũy kế",
    "unit_unchanged": "không đổi so với kỳ trước",
    "swapped": "như số của hai đơn vị đổi chỗ cho nhau",
    "list_jump": "nhiều số liệu thay đổi khác thường so với kỳ trước",
    "list_fallen": "nhiều số liệu thấp hơn kỳ trước dù là số lũy kế",
    "list_unit_unchanged": "nhiều số liệu không đổi so với kỳ trước",
    "list_copied": "phần lớn số liệu trùng với một kỳ khác",
    "many_unchanged": "nhiều số liệu không đổi so với kỳ trước",
    "same_file": "cùng một tệp với kỳ khác",
    "same_factor": "các số liệu tăng theo cùng một hệ số",
    "same_step": "các số liệu tăng cùng một số",
    "list_moved": "cả danh sách thay đổi chưa từng có",
    "scattered": "số liệu thay đổi mỗi nơi một hướng",
    "shifted": "các dòng như bị trượt",
    "filled_down": "nhiều dòng liền nhau bằng nhau hoặc tăng dần từng đơn vị",
    "all_multiples": "các số liệu đều là số tròn",
    "heaped": "nhiều số liệu tận cùng bằng 0 hoặc 5",
    "part_above_whole": "lớn hơn chỉ tiêu mà nó là một phần",
    "sum_differs": "khác tổng các chỉ tiêu thành phần",
}
