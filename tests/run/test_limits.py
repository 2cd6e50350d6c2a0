"""What a notebook may take and where it may write; what it leaves, and what it cannot end."""

from __future__ import annotations

import sys
import time
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
BUILD = ("build", "bad", "--format", "html", "--time-limit", "20", "--output-limit", "8")
OTHERS = "outputs/demo/2020-08-07/20/letter"


@pytest.mark.parametrize(
    ("code", "problem", "fix"),
    [
        ("print('x' * 500_000_000)", "put out more than 8 MB", "--output-limit"),
        ("for number in range(3_000_000): print(number)", "put out more than 100000 pieces", "show less"),
        ("raise ValueError('x' * 50_000_000)", "put out more than 8 MB", "show less"),
        ("import os\nfor _ in range(400): os.write(1, b'x' * (1 << 20))", "put out more than 8 MB", "show less"),
        ("while True: print('.', end='')", "put out more than", "show less"),
    ],
)
def test_what_a_cell_puts_out_is_cut_within_seconds(project: Draft, code: str, problem: str, fix: str) -> None:
    add_report(project, "bad", code, before=True)
    begun = time.monotonic()
    done = dophu(project, *BUILD, "--time-limit", "90")
    assert (done.returncode, time.monotonic() - begun < 60) == (NotebookError.exit_code, True)
    assert f"bad, cell [3]: its process {problem}" in done.stderr
    assert fix in done.stderr
    assert (project.root / "outputs/.failed/demo/2020-08-07/20/bad.ipynb").stat().st_size < 20 << 20


@pytest.mark.parametrize(
    "code", ["while True: pass", "import time; time.sleep(900)", "import signal; signal.alarm(0); signal.pause()"]
)
def test_a_cell_that_does_not_end_is_ended(project: Draft, code: str) -> None:
    add_report(project, "bad", code, before=True)
    done = dophu(project, *BUILD, "--time-limit", "3")
    assert done.returncode == NotebookError.exit_code
    assert "its process took longer than its time limit\nfix: mend the cell" in done.stderr


@pytest.mark.parametrize("code", ["kept = [bytearray(1 << 28) for _ in range(40)]", "text = 'x' * (6 << 30)"])
def test_memory_has_a_limit_that_the_cell_itself_meets(project: Draft, code: str) -> None:
    add_report(project, "bad", code, before=True)
    done = dophu(project, *BUILD, "--memory-limit", "2048")
    assert done.returncode == NotebookError.exit_code
    assert "bad, cell [3]: MemoryError" in done.stderr


@caged
@pytest.mark.parametrize(
    "code",
    [
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
    ],
)
def test_a_notebook_writes_nowhere_but_in_its_own_folder_and_ends_nobody(project: Draft, code: str) -> None:
    add_report(project, "letter")
    assert dophu(project, "build", "letter", "--format", "html").returncode == 0
    add_report(project, "bad", f"{code}\nNone", before=True)
    before = hashes(project.root, "")
    done = dophu(project, "build", "bad", "letter", "--force", "--format", "html")
    assert done.returncode == BatchError.exit_code
    assert "bad, cell [3]: " in done.stderr
    after = hashes(project.root, "")
    assert {name: after.get(name) for name in before if "/data/" in f"/{name}" or "letter" in name} == {
        name: hash_ for name, hash_ in before.items() if "/data/" in f"/{name}" or "letter" in name
    }


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
None
"""


@caged
def test_a_notebook_reaches_the_memory_of_no_process_above_it(project: Draft) -> None:
    add_report(project, "bad", REACHING, before=True)
    done = dophu(project, *BUILD)
    assert done.returncode == 0, done.stderr


@caged
def test_what_a_notebook_may_still_change_is_told_by_name(project: Draft) -> None:
    add_report(project, "bad", f"import os; os.utime({COUNTS!r}, (0, 0))\nNone", before=True)
    done = dophu(project, *BUILD)
    assert done.returncode == 0
    assert f"changed while the batch ran, and not by a release:\n  {COUNTS}\nfix: " in done.stderr


@pytest.mark.parametrize(
    "code",
    [
        "import tempfile; tempfile.TemporaryFile().write(b'x'); tempfile.mkdtemp()",
        "import os, pathlib; pathlib.Path(os.environ['TMPDIR'], 'a.txt').write_text('x')",
        "import multiprocessing; multiprocessing.Lock()",
        "import subprocess; subprocess.run(['sort'], input=b'b', check=True, stdout=subprocess.DEVNULL)",
        "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.savefig(__import__('io').BytesIO()); plt.close()",
    ],
)
def test_what_honest_notebooks_do_is_let_be(project: Draft, code: str) -> None:
    add_report(project, "bad", f"{code}\nNone", before=True)
    done = dophu(project, *BUILD)
    assert (done.returncode, "changed while" in done.stderr) == (0, False), done.stderr


@pytest.mark.parametrize(
    "code",
    [
        f"subprocess.Popen(['sleep', '{LONG}'])",
        f"subprocess.Popen(['sleep', '{LONG}'], start_new_session=True)",
        f"subprocess.run('setsid sleep {LONG} >/dev/null 2>&1 &', shell=True)",
        f"os.fork() or (os.setsid(), os.fork() or os.execvp('sleep', ['sleep', '{LONG}']))",
    ],
    ids=["child", "session", "daemon", "grandchild"],
)
def test_no_process_is_left_behind(project: Draft, code: str) -> None:
    add_report(project, "bad", f"import os, subprocess\n_ = {code}\nNone", before=True)
    assert dophu(project, *BUILD).returncode == 0
    assert not running(LONG)


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
