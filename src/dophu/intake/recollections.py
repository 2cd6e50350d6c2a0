"""What the memory finds; apart from the other phrases, since it is about other deliveries too."""

from __future__ import annotations

ASK = "ask its sender; if it is right: --accept {{place}}=REASON, or for every finding of the kind --accept {0}=REASON"

# kind: what is wrong. Every kind may be accepted.
SUSPICIONS: dict[str, str] = {
    "jump": "{unit}: {now} after {then} on {day}{usual}; likely: {cause}",
    "fallen": "{unit}: {now} is below {then} on {day}, though it is counted up; likely: {cause}",
    "unit_unchanged": "{unit}: {now}, the same as on {day}{usual}; likely: last period's figure",
    "swapped": (
        "{name} {now} after {then} on {day}, {other_name} {other_now} after {other_then}; likely: they are exchanged"
    ),
    "list_jump": (
        "{number} figures are far from what the list did so far, such as {unit}: {now} after {then} on {day}; "
        "likely: {cause}"
    ),
    "list_fallen": (
        "{number} figures are below those of {day}, such as {unit}: {now} after {then}; likely: an earlier column"
    ),
    "list_unit_unchanged": "{number} figures are those of {day}: {names}",
    "list_copied": "{same} of {of} figures are those of {day}: {names}; likely: {cause}",
    "many_unchanged": "{same} of {of} figures are unchanged since {day}, more than ever: {names}",
    "same_file": "the same file (SHA-256) was taken in for {day}, as source {source}",
    "same_factor": "{number} figures are those of {day} times {factor}: {names}; figures of units never grow alike",
    "same_step": "{number} figures are those of {day} plus {step}: {names}; figures of units never grow alike",
    "list_moved": "the figures are {factor} times those of {day} in the middle, as never before; likely: {cause}",
    "list_hurried": (
        "the figures grew by {percent} % since {day} in the middle, {pace} times their usual pace; "
        "likely: the next period's column, or a later day"
    ),
    "scattered": (
        "the figures moved since {day} in all directions, {times} times as far as usual; likely: another order of rows"
    ),
    "shifted": "{number} rows in a row have the figure of a row {by} from it: {names}; likely: the column slipped",
    "filled_down": "{number} rows in a row are equal or count on by one: {names}; likely: a cell was dragged down",
    "all_multiples": "{number} figures are multiples of {step}, as they were not before; likely: rounded or estimated",
    "heaped": "{share} % of the figures end in 0 or 5; likely: estimated",
    "cut_off": (
        "the list ends with {unit}; {number} that stood behind it on {day} are missing: {names}; "
        "likely: rows were cut off, or left blank"
    ),
    "cut_short": (
        "the list ends with {unit}; {number} whose codes follow are missing: {names}; likely: rows were cut off"
    ),
    "part_above_whole": "{unit}: {now} of '{part}' is more than {whole_count} of '{whole}', of which it is a part",
    "sum_differs": "{unit}: '{measure}' is {now}, but {parts} add up to {added}",
    "base_apart": "{unit}: the base {key} of {number} of its parts adds up to {added}, not to {whole}",
}

# kind: what is told and keeps nothing out.
RECOLLECTIONS: dict[str, str] = {
    "compared": (
        "{measure}: {compared} of {number} figures were held against the unit's last one, {peers} against the movement "
        "of its peers too; the period before is {day}"
    ),
    "nothing_compared": "{measure}: nothing was compared with former periods: {why}",
    "first_time": "{measure}: reported for the first time: {names}",
    "no_longer": "{measure}: reported on {day} and no longer: {names}",
    "same_file_other_figures": "the same file was taken in for {day} with other figures of it",
}
