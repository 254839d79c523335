"""The workflows: linted, pinned, of least permissions, and the same for this repository and a new archive."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from backfile import scaffold

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github/workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
FROM_A_CHECKOUT = """\
python -m pip install --require-hashes -r requirements.lock
python -m pip install --no-deps --no-build-isolation --editable ."""
FROM_THE_INDEX = "python -m pip install 'backfile==1.2.3'"
FROM_GIT = "python -m pip install 'backfile @ git+https://example.org/backfile@v1'"

# Each action with the version that its commit was seen to be.
ACTIONS = {
    "actions/checkout": ("3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
    "actions/setup-python": ("5fda3b95a4ea91299a34e894583c3862153e4b97", "v7.0.0"),
    "actions/cache": ("55cc8345863c7cc4c66a329aec7e433d2d1c52a9", "v6.1.0"),
    "actions/configure-pages": ("983d7736d9b0ae728b81ab479565c72886d7745b", "v5.0.0"),
    "actions/upload-pages-artifact": ("fc324d3547104276b827a68afc52ff2a11cc49c9", "v5.0.0"),
    "actions/attest": ("1e69f48acb82d1966a394da916b4c1698aa569d6", "v4.2.2"),
    "actions/upload-artifact": ("043fb46d1a93c77aae656e7c1c64a875d1fc6a0a", "v7.0.1"),
    "actions/deploy-pages": ("cd2ce8fcbc39b97be8ca5fce6e763baed58fa128", "v5.0.0"),
}


def rendered(install: str) -> str:
    return scaffold.render(scaffold.WORKFLOW, {"INSTALL": install})


def all_texts() -> dict[str, str]:
    texts = {path.name: path.read_text(encoding="utf-8") for path in WORKFLOWS}
    return texts | {"of a new archive": rendered(FROM_THE_INDEX), "of a new archive, from Git": rendered(FROM_GIT)}


def jobs(text: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(text)["jobs"]
    return found


def test_there_are_workflows() -> None:
    assert [path.name for path in WORKFLOWS] == ["pages.yml", "release.yml", "test.yml", "trust.yml"]


def test_this_repository_publishes_as_a_new_archive_does() -> None:
    assert (FOLDER / "pages.yml").read_text(encoding="utf-8") == rendered(FROM_A_CHECKOUT)


def test_this_repository_is_set_up_for_publishing_as_a_new_archive_is() -> None:
    assert (ROOT / "publishconf.py").read_text(encoding="utf-8") == scaffold.render("publishconf.py", {})


@pytest.mark.parametrize("name", all_texts())
def test_actions_are_pinned_to_commits_that_were_seen(name: str) -> None:
    lines = re.findall(r"uses: (\S+)@(\S+)(?: # (\S+))?$", all_texts()[name], re.MULTILINE)
    assert len(lines) == all_texts()[name].count("uses:") > 0
    for action, commit, version in lines:
        assert (commit, version) == ACTIONS[action]


@pytest.mark.parametrize("name", all_texts())
def test_jobs_have_no_more_permissions_than_they_need_and_an_end(name: str) -> None:
    text = all_texts()[name]
    assert yaml.safe_load(text)["permissions"] == {}
    for job, parts in jobs(text).items():
        writes = {key for key, value in parts["permissions"].items() if value == "write"}
        assert writes == {"deploy": {"pages", "id-token"}, "release": {"id-token", "attestations"}}.get(job, set())
        assert parts["timeout-minutes"] <= 60
        for step in parts["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("install", [FROM_A_CHECKOUT, FROM_THE_INDEX, FROM_GIT])
def test_what_is_published_was_checked(install: str) -> None:
    text = rendered(install)
    build, deploy = jobs(text)["build"], jobs(text)["deploy"]
    steps = [step.get("name") or step["uses"].split("@")[0] for step in build["steps"]]
    order = ["Install Backfile", "Build", "Check", "actions/upload-pages-artifact"]
    assert [step for step in steps if step in order] == order
    assert deploy["needs"] == "build"
    assert [step["uses"].split("@")[0] for step in deploy["steps"]] == ["actions/deploy-pages"]
    assert yaml.safe_load(text)["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    installs = next(step["run"] for step in build["steps"] if step.get("name") == "Install Backfile")
    assert installs.rstrip("\n") == install


def test_converted_articles_that_are_not_committed_are_named(tmp_path: Path) -> None:
    """Run the step's own script in a repository, before and after the commit."""
    step = next(s for s in jobs(rendered(FROM_THE_INDEX))["build"]["steps"] if s.get("name", "").startswith("Warn"))
    articles = tmp_path / "content/articles/2013"
    articles.mkdir(parents=True)
    for name in ("a.md", "b.md"):
        (articles / name).write_text("x")

    def run(*command: str) -> str:
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    run("git", "init", "-q")
    said = run("bash", "-euo", "pipefail", "-c", step["run"])
    assert said.startswith("::warning title=")
    assert "2 files of content/articles" in said
    assert "backfile convert && git add content/articles && git commit" in said
    run("git", "add", ".")
    run("git", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "-m", "x")
    assert run("bash", "-euo", "pipefail", "-c", step["run"]) == ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All workflows, those of new archives too, as a repository has them."""
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    for number, text in enumerate(all_texts().values()):
        (folder / f"{number}.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_release_names_what_it_is_made_of_before_it_is_published() -> None:
    steps = jobs((FOLDER / "release.yml").read_text(encoding="utf-8"))["release"]["steps"]
    names = [step.get("name", "") for step in steps]
    attest = steps[names.index("Attest that the files are made of it")]
    assert attest["with"] == {"subject-path": "dist/*", "sbom-path": "sbom.json"}
    assert "-r requirements.lock " in steps[names.index("Write the bill of materials")]["run"]
    assert names.index("Build") < names.index("Write the bill of materials") < names.index(attest["name"])
    assert names.index(attest["name"]) < names.index("Publish")


def test_zizmor_has_nothing_to_say(folder: Path) -> None:
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or shutil.which("zizmor")
    assert program, "zizmor is among the test dependencies"
    run = subprocess.run(
        [program, "--offline", "--no-progress", "--persona", "pedantic", "--format", "plain", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_actionlint_has_nothing_to_say(folder: Path) -> None:
    program = shutil.which("actionlint", path=str(Path(sys.executable).parent)) or shutil.which("actionlint")
    if program is None:
        assert "actionlint@v" in (FOLDER / "test.yml").read_text(encoding="utf-8")  # there it is never passed over
        pytest.skip("actionlint is not installed: go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12")
    run = subprocess.run([program, *map(str, sorted(folder.iterdir()))], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
