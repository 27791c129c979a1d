"""How the tests are shared out among pytest-xdist's workers: what stays together, and what begins first.

xdist's own `--dist loadgroup` writes a test's group into its name, which pytest 9.2 no longer lets it: the groups were
silently lost, two workers each started JupyterLab, and one stood idle while the other told the long story. So the
groups stand here, by file.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# Tests of these files run on one worker, one after another: they share something costly. The longest stand first.
TOGETHER = {
    "lab/test_jupyterlab.py": "jupyterlab",
    "lab/test_notebook_jobs.py": "jupyterlab",
    "test_publication.py": "publication",
    "test_provenance.py": "briefings",
    "write/test_roundtrip_built.py": "briefings",
    "write/test_sentences.py": "sentences",
    "write/test_shapes.py": "sentences",
    "write/test_findings.py": "sentences",
    "write/test_once.py": "sentences",
    "write/test_story.py": "sentences",
    "press/test_html_exporter.py": "analyst",
    "press/test_pdf_exporter.py": "analyst",
    "test_demo.py": "demo",
    "test_scored_workbook.py": "office",
    "test_scored_workbook_methods.py": "office",
    "test_data_check.py": "check",
    "test_desk_reports.py": "desk",
    "test_cli.py": "cli",
    "press/test_kernel_engines.py": "engines",
    "assess/test_oracles.py": "scipy",
    "test_told.py": "told",
    "test_desk_answers.py": "answers",
    "test_desk_supposing.py": "answers",
    "test_desk_verifying.py": "answers",
}
# Tests of these files run alone, for many seconds: they begin before the short ones, so that all workers end together.
LONG = (
    "press/test_cluster.py",
    "press/test_handing_on.py",
    "test_rebuild.py",
    "test_publication_refused.py",
    "test_briefings_html.py",
    "test_briefings_screen.py",
    "test_notebooks.py",
    "press/test_faults.py",
    "press/test_build_failing.py",
    "press/test_build.py",
    "intake/test_intake_bad_books.py",
    "deliver/test_numbered.py",
    "bad_input/test_bad_requests.py",
    "test_locales.py",
)
_ORDER = {file: place for place, file in enumerate((*TOGETHER, *LONG))}


def file_of(nodeid: str) -> str:
    """The test's file, as in `lab/test_panel.py`."""
    return nodeid.partition("::")[0].removeprefix("tests/")


def turn(nodeid: str) -> int:
    """When a test begins: sorting by it leaves tests of one turn in their order."""
    return _ORDER.get(file_of(nodeid), len(_ORDER))


class Sharing(LoadScopeScheduling):
    """Test by test to whichever worker is free, but those of a group to one, in the order of collection."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER.get(file_of(nodeid), nodeid)
