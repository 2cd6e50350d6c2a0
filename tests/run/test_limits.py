"""What a notebook may take and where it may write; what it leaves, and what it cannot end."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from dophu.data.edition import read_params_file
from dophu.errors import BatchError, NotebookError
from dophu.run.cage import landlock_version
from dophu.run.job import Job
from dophu.run.watch import Watch
from tests.project import COUNTS, Draft, demo  # noqa: F401 - a fixture
from tests.run.batches import LONG, add_report, dophu, hashes, running

caged = pytest.mark.skipif(not landlock_version(), reason="the kernel has no Landlock")
OTHERS = "outputs/demo/2020-08-07/20/letter"


def build(project: Draft, codes: Sequence[str], *options: object) -> tuple[int, str]:
    """Build a letter with each code in a cell before its first call, in one batch; give its exit code and errors."""
    for number, code in enumerate(codes):
        add_report(project, f"bad{number}", f"{code}\nNone", before=True)
    names = [f"bad{number}" for number in range(len(codes))]
    done = dophu(project, "build", *names, "--format", "html", "--output-limit", "8", *options)
    return done.returncode, done.stderr


FLOODS = {
    "print('x' * 500_000_000)": ("put out more than 8 MB", "--output-limit"),
    "for number in range(3_000_000): print(number)": ("put out more than 100000 pieces", "show less"),
    "raise ValueError('x' * 50_000_000)": ("put out more than 8 MB", "show less"),
    "import os\nfor _ in range(400): os.write(1, b'x' * (1 << 20))": ("put out more than 8 MB", "show less"),
    "while True: print('.', end='')": ("put out more than", "show less"),
}


def test_what_cells_put_out_is_cut_within_seconds(project: Draft) -> None:
    begun = time.monotonic()
    code, said = build(project, list(FLOODS), "--time-limit", "90")
    assert (code, time.monotonic() - begun < 60 * len(FLOODS)) == (BatchError.exit_code, True)
    for number, (problem, fix) in enumerate(FLOODS.values()):
        (told,) = re.findall(rf"bad{number}, cell \[3\]: its process {problem}.*?\n  again:", said, re.DOTALL)
        assert fix in told
        kept = project.root / f"outputs/.failed/demo/2020-08-07/20/bad{number}.ipynb"
        assert kept.stat().st_size < 20 << 20


ENDLESS = ["while True: pass", "import time; time.sleep(900)", "import signal; signal.alarm(0); signal.pause()"]
GREEDY = ["kept = [bytearray(1 << 28) for _ in range(40)]", "text = 'x' * (6 << 30)"]


def test_cells_that_do_not_end_are_ended(project: Draft) -> None:
    code, said = build(project, ENDLESS, "--time-limit", "3")
    assert code == BatchError.exit_code
    assert said.count("its process took longer than its time limit\n") == len(ENDLESS)
    assert "fix: mend the cell" in said


def test_memory_has_a_limit_that_the_cell_itself_meets(project: Draft) -> None:
    code, said = build(project, GREEDY, "--memory-limit", "2048")
    assert code == BatchError.exit_code
    assert re.findall(r"(bad\d, cell \[3\]: MemoryError)", said) == [f"bad{n}, cell [3]: MemoryError" for n in (0, 1)]


HARMFUL = [
    f"open({COUNTS!r}, 'a').write('x')",
    f"import os; os.truncate({COUNTS!r}, 9)",
    f"import os; os.remove({COUNTS!r})",
    f"import os; os.rename({COUNTS!r}, 'data/weg.csv')",
    f"import os; os.link({COUNTS!r}, 'data/zwei.csv')",
    "import os; os.symlink('/etc', 'data/link')",
    "import os; os.mkdir('data/neu')",
    "open('data/stray.txt', 'w').write('x')",
    "open('params/stray.yml', 'w').write('x')",
    f"open('{OTHERS}.html', 'a').write('x')",
    f"import os; os.remove('{OTHERS}.manifest.json')",
    "import shutil; shutil.rmtree('outputs/demo')",
    "import subprocess; subprocess.run(['rm', '-r', 'data/demo'], check=True)",
    "import os; os.kill(os.getppid(), 9)",
    "import os, signal; os.killpg(os.getpgid(os.getppid()), signal.SIGINT)",
    "import os, signal; os.kill(-1, signal.SIGTERM) if os.geteuid() else os.kill(os.getppid(), signal.SIGTERM)",
]


@caged
def test_notebooks_write_nowhere_but_in_their_own_folder_and_end_nobody(project: Draft) -> None:
    add_report(project, "letter")
    assert dophu(project, "build", "letter", "--format", "html").returncode == 0
    before = hashes(project.root, "")
    code, said = build(project, HARMFUL)
    assert code == BatchError.exit_code
    refused = {int(number) for number in re.findall(r"bad(\d+), cell \[3\]: ", said)}
    assert [HARMFUL[number] for number in range(len(HARMFUL)) if number not in refused] == []
    after = hashes(project.root, "")
    kept = [name for name in before if name.startswith("data/") or "letter" in name]
    assert {name: after.get(name) for name in kept} == {name: before[name] for name in kept}


# to the memory of every process above a cell's, up to the first: by its file, by another's hand, as a debugger
REACHING = """
import ctypes, os
system, pid, reached = ctypes.CDLL(None, use_errno=True), os.getppid(), []
while pid > 1:
    try:
        os.close(os.open(f"/proc/{pid}/mem", os.O_RDWR))
        reached.append(("mem", pid))
    except PermissionError:
        pass
    piece = (ctypes.c_size_t * 2)(ctypes.addressof(ctypes.create_string_buffer(8)), 8)
    reached += [("read", pid)] if system.process_vm_readv(pid, piece, 1, piece, 1, 0) >= 0 else []
    reached += [("attached", pid)] if system.ptrace(0x4206, pid, None, None) == 0 else []
    pid = int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])
assert not reached, reached
"""


@caged
def test_a_notebook_reaches_the_memory_of_no_process_above_it(project: Draft) -> None:
    code, said = build(project, [REACHING])
    assert code == 0, said


@caged
def test_what_a_notebook_may_still_change_is_told_by_name(project: Draft) -> None:
    code, said = build(project, [f"import os; os.utime({COUNTS!r}, (0, 0))"])
    assert code == 0
    assert f"changed while the batch ran, and not by a release:\n  {COUNTS}\nfix: " in said


HONEST = [
    "import tempfile; tempfile.TemporaryFile().write(b'x'); tempfile.mkdtemp()",
    "import os, pathlib; pathlib.Path(os.environ['TMPDIR'], 'a.txt').write_text('x')",
    "import multiprocessing; multiprocessing.Lock()",
    "import subprocess; subprocess.run(['sort'], input=b'b', check=True, stdout=subprocess.DEVNULL)",
    "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.savefig(__import__('io').BytesIO()); plt.close()",
]
LEAVING = [
    f"subprocess.Popen(['sleep', '{LONG}'])",
    f"subprocess.Popen(['sleep', '{LONG}'], start_new_session=True)",
    f"subprocess.run('setsid sleep {LONG} >/dev/null 2>&1 &', shell=True)",
    f"os.fork() or (os.setsid(), os.fork() or os.execvp('sleep', ['sleep', '{LONG}']))",
]


def test_what_honest_notebooks_do_is_let_be(project: Draft) -> None:
    code, said = build(project, HONEST)
    assert (code, "changed while" in said) == (0, False), said


def test_no_process_is_left_behind(project: Draft) -> None:
    code, said = build(project, [f"import os, subprocess\n_ = {code}" for code in LEAVING])
    assert (code, running(LONG)) == (0, []), said


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere pages are set in the same process")
def test_typesetting_ends_within_its_limit(project: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    from dophu.run.job import Limits  # noqa: PLC0415 - with run_jobs, which warms up
    from dophu.run.workers import run_jobs  # noqa: PLC0415

    add_report(project, "letter")
    limits = Limits(typesetting=0.0)
    job = Job("letter", read_params_file(project, "2020-08-07"), project.root / "outputs", ("pdf",), limits)
    ((_, outcome),) = run_jobs(project, [job], 1)
    assert isinstance(outcome, NotebookError)
    assert "its pages took longer to set than 0 s" in str(outcome)
    assert not list((project.root / "outputs").glob(".dophu/staging-*"))


@pytest.mark.parametrize(
    "name", [COUNTS, "notebooks/letter.ipynb", "outputs/demo/2020-08-07/20/letter.html", "data/neu.csv"]
)
def test_where_nothing_cages_a_notebook_every_file_it_touched_is_found(project: Draft, name: str) -> None:
    add_report(project, "letter")
    project.write("outputs/demo/2020-08-07/20/letter.html", "<p>")
    watch, path = Watch(project, project.root / "outputs"), project.root / name
    assert watch.changed([]) == []
    path.write_bytes(b"x" * (path.stat().st_size if path.exists() else 1))
    (found,) = watch.changed([])
    assert Path(found).name == path.name
    path.unlink()
    assert len(watch.changed([])) == (name != "data/neu.csv")
    other = read_params_file(project, "2020-08-07")
    assert watch.changed([Job("letter", other, project.root / "outputs", ("html",))]) == [] or "letter.html" not in name
