"""A copy of a process that goes on in one function: holds nothing of its owner's, and outlives it no moment."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from processes import marked, soon

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux")


def run(code: str) -> subprocess.CompletedProcess[str]:
    """In a process of one thread, as the command line is; these tests' own have more."""
    begin = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
    words = [sys.executable, "-c", begin + textwrap.dedent(code)]
    return subprocess.run(words, capture_output=True, encoding="utf-8", timeout=120, check=False)


def test_it_answers_and_has_no_descriptor_but_its_own_and_what_was_to_be_written_is_written_once():
    done = run("""
        import os, socket
        from helpers.press.forks import Fork, can_copy
        def serve(requests, answers):
            own = {requests.fileno(), answers.fileno()}
            for word in requests:
                there = {int(name) for name in os.listdir("/proc/self/fd")}
                answers.write(b"%s %r\\n" % (word.strip(), sorted(d for d in there - own if d > 2 and alive(d))))
                answers.flush()
        def alive(descriptor):
            try:
                os.fstat(descriptor)
            except OSError:  # the folder of descriptors itself, read a moment ago
                return False
            return True
        held = [open(os.devnull), *socket.socketpair()]
        assert can_copy()
        sys.stdout.write("once ")
        fork = Fork(serve)
        fork.stdin.write(b"one\\ntwo\\n")
        fork.stdin.close()
        print(fork.stdout.read().decode().split("\\n"), fork.wait(), fork.returncode)
    """)
    assert done.stdout == "once ['one []', 'two []', ''] 0 0\n", done.stderr


def test_it_ends_with_its_owner_however_that_ends(mark):
    done = run("""
        import os, signal
        from helpers.press.exporting import Exporters
        from helpers.press.forks import Fork
        exporters = Exporters(["exporters_of_tests.ProcessNumber"], 1)
        exporters.start()
        assert isinstance(exporters._all[0]._process, Fork)
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert soon(lambda: marked(mark) == []), marked(mark)


def test_what_goes_wrong_in_it_is_told_and_is_its_exit_code():
    done = run("""
        from helpers.press.forks import Fork
        def serve(requests, answers):
            raise ValueError("so it was")
        fork = Fork(serve)
        print(fork.stdout.read(), fork.wait())
        fork.kill()  # it has been waited for: its number may be another's
        import signal, time
        slow = Fork(lambda requests, answers: time.sleep(600))
        slow.kill()
        print(slow.wait() == -signal.SIGKILL)
    """)
    assert done.stdout == "b'' 1\nTrue\n" and "ValueError: so it was" in done.stderr


def test_a_process_with_threads_is_not_copied():
    done = run("""
        import subprocess, threading
        from helpers.press.exporting import Exporters
        from helpers.press.forks import can_copy
        end = threading.Event()
        threading.Thread(target=end.wait).start()
        exporters = Exporters(["exporters_of_tests.ProcessNumber"], 1)
        exporters.start()
        print(can_copy(), type(exporters._all[0]._process) is subprocess.Popen)
        exporters.close()
        end.set()
    """)
    assert done.stdout == "False True\n", done.stderr


def test_a_copy_exports_what_a_process_of_its_own_exports():
    done = run("""
        import hashlib, threading
        from nbformat.v4 import new_markdown_cell, new_notebook
        from helpers.press import execute, export, exporting
        from helpers.press.forks import Fork
        notebook = new_notebook(cells=[new_markdown_cell("# 一\\n\\n胶州市 97.44", id="a")])
        def made():
            files = [export.export(notebook, name, "told")[0] for name in export.FORMATS.values()]
            return [hashlib.sha256(content).hexdigest() for content in files]
        with exporting.beside(export.FORMATS.values(), 1) as exporters:
            kinds, copied = [type(exporters._all[0]._process)], made()
        end = threading.Event()
        threading.Thread(target=end.wait).start()
        with exporting.beside(export.FORMATS.values(), 1) as exporters:
            kinds.append(type(exporters._all[0]._process))
            own = made()
        end.set()
        print([kind.__name__ for kind in kinds], copied == own == made(), len(set(own)))
    """)
    assert done.stdout == "['Fork', 'Popen'] True 2\n", done.stderr
