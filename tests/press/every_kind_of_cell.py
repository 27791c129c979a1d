"""Every kind of cell whose output a kernel could tell differently when it is forked."""

from __future__ import annotations

CELLS: dict[str, str] = {
    "last expression": "6 * 7",
    "nothing shown": "6 * 7;",
    "print": "print('out', word)",
    "print to stderr": "import sys; print('err', file=sys.stderr)",
    "both streams, flushed": (
        "import sys\nfor i in range(3): print(i, flush=True); print(-i, file=sys.stderr, flush=True)"
    ),
    "rich display": "from IPython.display import HTML, Markdown, display\ndisplay(HTML('<b>b</b>'), Markdown('*m*'))",
    "display with metadata": "display({'text/plain': 'x'}, raw=True, metadata={'text/plain': {'wide': True}})",
    "display updated": "h = display('before', display_id='one'); h.update('after')",
    "display updated from a later cell": "h.update('much later')",
    "output cleared": "from IPython.display import clear_output\nprint('gone'); clear_output(); print('stays')",
    "frame": "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "figure": "import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 1)); plt.plot([1, 3, 2]);",
    "figure and settings": "plt.rcParams['figure.dpi'], plt.get_backend()",
    "bare figure": "from matplotlib.figure import Figure\nFigure()",
    "own mimebundle": (
        "class Own:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'text/plain': 'own', 'application/x-own+json': {'a': 1}}\n"
        "Own()"
    ),
    "output of a subprocess": "import subprocess, time\nsubprocess.run(['echo', 'from a child']); time.sleep(0.5)",
    "captured subprocess": "subprocess.run(['echo', 'kept'], capture_output=True, text=True).stdout",
    "written past Python": "import os\nos.write(1, b'raw\\n'); time.sleep(0.5)",
    "shell": "!echo shell",
    "line magic": "%pwd",
    "cell magic": "%%capture kept\nprint('captured')",
    "captured magic": "kept.stdout",
    "bash magic": "%%bash\necho bash",
    "time magic": "%time 1 + 1",
    "widget": (
        "from comm import create_comm\n"
        "state = {'_model_module': '@jupyter-widgets/controls', '_model_name': 'IntSliderModel', 'value': 3}\n"
        "c = create_comm('jupyter.widget', data={'state': state}, metadata={'version': '2.0'}, comm_id='w1')\n"
        "display({'application/vnd.jupyter.widget-view+json': {'model_id': 'w1'}}, raw=True)"
    ),
    "widget with bytes": (
        "c = create_comm('jupyter.widget', data={'state': {**state, 'value': None}, 'buffer_paths': [['value']]}, "
        "metadata={'version': '2.0'}, comm_id='w2', buffers=[b'bytes'])"
    ),
    "thread": "import threading\nt = threading.Thread(target=print, args=('in a thread',)); t.start(); t.join()",
    "display from a thread": (
        "t = threading.Thread(target=display, args=(HTML('<i>thread</i>'),)); t.start(); t.join(); time.sleep(0.3)"
    ),
    "printed while it runs": "print('first'); time.sleep(0.4); print('second')",
    "more than a pipe holds": "print('长' * 400_000); display({'text/plain': 'x' * 1_000_000}, raw=True)",
    "printed by a forked process": (
        "import warnings\n"
        "sys.stdout.flush()\n"
        "with warnings.catch_warnings(action='ignore'):  # of the threads, with the process's number\n"
        "    pid = os.fork()\n"
        "if not pid:\n"
        "    print('from a fork', flush=True); os._exit(0)\n"
        "os.waitpid(pid, 0)[1], time.sleep(0.5)"
    ),
    "pool of processes that print": (
        "import multiprocessing\n"
        "with multiprocessing.get_context('fork').Pool(1) as pool:\n"
        "    pool.map(print, ['in a pool'])\n"
        "    time.sleep(0.5)"
    ),
    "pool of processes": (
        "import multiprocessing\n"
        "with multiprocessing.get_context('fork').Pool(1) as pool:\n"
        "    print(pool.map(abs, [-1]))"
    ),
    "event loop": "import asyncio\nawait asyncio.sleep(0)\nprint(asyncio.get_running_loop().is_running())",
    "task that goes on": (
        "async def later():\n    await asyncio.sleep(0.2)\n    print('from a task')\n"
        "task = asyncio.ensure_future(later())"
    ),
    "task waited for": "await task; print('waited')",
    "error in an asynchronous cell": "await asyncio.sleep(0)\n1 / 0",
    "cancelled": "await asyncio.wait_for(asyncio.sleep(5), 0.05)",
    "input": "input('?')",
    "names": "__name__, 'pd' in globals(), sorted(k for k in globals() if k.startswith('_i'))[:3]",
    "arguments": "import sys, os\n[os.path.basename(sys.argv[0]), sys.argv[1], len(sys.argv)], sys.path",
    "folder and environment": (
        "{k: v for k, v in os.environ.items() if k not in ('IPYTHONDIR', 'JPY_PARENT_PID')}, "
        "os.path.basename(os.getcwd())"
    ),
    "signals": "import signal\n[signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)]",
    "own group and session": "os.getpgid(0) == os.getpid() == os.getsid(0)",
    "descriptors": (
        "{kind: sum(kind in os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd') "
        "if os.path.exists(f'/proc/self/fd/{n}')) for kind in ('pidfd',)}"
    ),
    "order of sets": "set('abcdef')",
    "standard input": "import sys\nsys.__stdin__.read()",
    "history": "%history -l 1",
    "warning": "import warnings\nwarnings.warn('mind')",
    "deprecation": "warnings.warn('old', DeprecationWarning)",
    "memory": "import gc\ngc.isenabled(), gc.get_threshold()",
    "logging": "import logging\nlogging.getLogger('x').warning('logged')",
    "SystemExit": "import sys\nsys.exit(0)",
    "error": "def f(x):\n    return 1 / x\nf(0)",
}

TIMES = {"time magic"}  # cells whose text is about this very run
