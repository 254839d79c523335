"""An owner's templates: an error is named with its line, and no link in a theme publishes what lies elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.cli import one_line
from backfile.settings import SettingsError
from tests.archive import Archive, tree

NOTE = "---\ntitle: A note\ndate: 2012-03-02\n---\n\nThe pier at Ostvik was opened again on Friday.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path, {"THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "templates")]})
    archive.article("2012/03/note.md", NOTE)
    (tmp_path / "templates").mkdir()
    return archive


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("{% extends 'base.html' %}\n{% block content %}{{ nope.foo.bar }}{% endblock %}", 2, "'nope' is undefined"),
        ("{% extends 'base.html' %}\n\n{% if %}", 3, "Expected an expression"),
        ("{% include 'gone.html' %}", 1, "there is no template gone.html"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
    ],
)
def test_an_error_names_the_template_and_its_line(archive: Archive, template: str, line: int, said: str) -> None:
    path = archive.home / "templates" / "article.html"
    path.write_text(template, encoding="utf-8")
    with pytest.raises(Exception) as caught:  # whatever a template may raise
        archive.build(BACKFILE_SEARCH=False)
    told = one_line(caught.value)
    assert told.startswith(f"{path}:{line}: {said}")
    assert told.endswith("; mend the template")


@pytest.mark.parametrize("name", ["templates/footer.html", "templates/partials"])
def test_a_link_that_leads_out_of_a_theme_is_refused(archive: Archive, name: str) -> None:
    archive.build(BACKFILE_SEARCH=False)
    before = tree(archive.output)
    secret = archive.home / "secret"
    secret.mkdir()
    (secret / "footer.html").write_text("a password", encoding="utf-8")
    (archive.home / name).symlink_to(secret if name.endswith("partials") else secret / "footer.html")
    with pytest.raises(SettingsError, match="the link leads out of the theme"):
        archive.build(BACKFILE_SEARCH=False)
    assert tree(archive.output) == before


def test_a_link_inside_a_theme_is_followed(archive: Archive) -> None:
    (archive.home / "templates" / "one.html").write_text("The same", encoding="utf-8")
    (archive.home / "templates" / "404.html").symlink_to("one.html")
    archive.build(BACKFILE_SEARCH=False)
    assert archive.text("404.html") == "The same"
