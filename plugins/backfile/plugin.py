"""Every Pelican signal that Backfile listens to, in one list."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.readers import Readers
from pelican.settings import DEFAULT_CONFIG

from backfile.progress import SILENT
from backfile.settings import Settings, SettingsError, theme_path
from backfile.site.colours import stylesheet
from backfile.site.generator import ArchiveGenerator, tell_the_truth
from backfile.site.reader import EXTENSIONS, BackfileReader
from backfile.site.report import NotWholeError
from backfile.site.run import Run, is_plain
from backfile.site.stock import IN_PLACE_OF_STOCK, OTHER_DEFAULTS
from backfile.site.theme import check_links
from backfile.site.writer import StageWriter, add_filters

logger = logging.getLogger(__name__)


def connect() -> None:
    """Connect every handler to its signal; connecting twice is connecting once."""
    handlers: tuple[tuple[Any, Callable[..., Any]], ...] = (
        (signals.initialized, prepare),
        (signals.readers_init, add_reader),
        (signals.get_generators, begin),
        (signals.get_writer, choose_writer),
        (signals.generator_init, equip),
        (signals.all_generators_finalized, remember_generators),
    )
    for signal, handler in handlers:
        signal.connect(handler)


def prepare(pelican: Pelican) -> None:
    """Check the settings and set what Backfile needs of Pelican's. Raises SettingsError.

    Every plugin is connected by now, and Pelican calls handlers in the order of their connection: `finish` goes to
    the end, so that what other plugins write when a site is finished (a sitemap, say) is published with it.
    """
    signals.finalized.disconnect(finish)
    signals.finalized.connect(finish)
    settings = pelican.settings
    if settings["DELETE_OUTPUT_DIRECTORY"]:
        raise SettingsError(
            "DELETE_OUTPUT_DIRECTORY must stay False: Backfile removes what is no longer made, and a site that is "
            "deleted first is not whole while it is built"
        )
    settings.update(IN_PLACE_OF_STOCK)
    for key, value in OTHER_DEFAULTS.items():
        if settings[key] == DEFAULT_CONFIG[key]:
            settings[key] = value
    if settings["THEME"] == DEFAULT_CONFIG["THEME"]:
        settings["THEME"] = pelican.theme = str(theme_path())
    check_links(map(Path, (pelican.theme, *settings["THEME_TEMPLATES_OVERRIDES"])))
    settings["backfile_output"] = pelican.output_path
    stylesheet(Settings.read(settings))


def begin(pelican: Pelican) -> type[ArchiveGenerator]:
    """Start a run: convert what is new and turn Pelican's output to the stage. Pelican asks this at each run."""
    settings = pelican.settings
    settings["OUTPUT_PATH"] = pelican.output_path = settings["backfile_output"]
    run = Run(settings, Settings.read(settings), Path(pelican.theme), settings.get("backfile_progress", SILENT))
    settings["backfile_run"] = run
    settings["THEME_STATIC_DIR"] = run.asset_folder
    run.begin(alone=_is_alone(settings))
    settings["OUTPUT_PATH"] = pelican.output_path = str(run.stage.files)
    return ArchiveGenerator


def _is_alone(settings: Mapping[str, Any]) -> bool:
    """Whether nothing but Backfile and what lies on the disk has a say in what is built."""
    sent = (
        signals.article_generator_init,
        signals.article_generator_finalized,
        signals.article_writer_finalized,
        signals.content_written,
    )
    others = [plugin for plugin in settings["PLUGINS"] or () if getattr(plugin, "__name__", plugin) != "backfile"]
    return not others and not any(signal.receivers for signal in sent) and is_plain(settings)


def choose_writer(_: Pelican) -> type[StageWriter]:
    """Pelican's pages go through our writer."""
    return StageWriter


def add_reader(readers: Readers) -> None:
    """Markdown is read by our reader, whatever other package is installed."""
    for extension in EXTENSIONS:
        readers.reader_classes[extension] = BackfileReader


def equip(generator: Generator) -> None:
    """Give every generator's templates our filters, and keep Pelican from warning of Markdown that we do read."""
    run: Run = generator.settings["backfile_run"]
    add_filters(generator.env, run.translations)
    for extension in EXTENSIONS:
        generator.readers.disabled_readers.pop(extension, None)


def remember_generators(generators: list[Generator]) -> None:
    """Keep the generators until the end, when Pelican counts the articles of its own."""
    for generator in generators:
        if isinstance(generator, ArchiveGenerator):
            generator.run.generators = generators


def finish(pelican: Pelican) -> None:
    """Index, publish, and give the output folder back."""
    run: Run = pelican.settings["backfile_run"]
    run.finish()
    pelican.settings["OUTPUT_PATH"] = pelican.output_path = pelican.settings["backfile_output"]
    tell_the_truth(run.generators)
    if not run.report.ok:
        raise NotWholeError(
            "BACKFILE_STRICT is set and not every file became part of the site: " + "; ".join(run.report.lines())
        )
