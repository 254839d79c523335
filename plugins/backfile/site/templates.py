"""Jinja as the archive's pages need it: thousands of small renderings from a few templates that stand still.

Public extension points of Jinja alone: an environment of its own (`make_globals`), with its own kinds of context
and template (`context_class`, `template_class`). What is rendered is the same, byte for byte, as by Jinja's own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Hashable, MutableMapping
from functools import cache
from pathlib import Path
from types import BuiltinMethodType, CodeType, FunctionType, MethodType
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache, Template, pass_context
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

_CALLABLES = frozenset((FunctionType, MethodType, BuiltinMethodType))


class PageContext(Context):
    """Calls macros and plain functions without asking each time whether they want the context."""

    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls; see Jinja's own."""
        kind = type(__obj)
        if kind is Macro:
            if kwargs:
                kwargs.pop("_block_vars", None)
                kwargs.pop("_loop_vars", None)
            return __obj(__self.eval_ctx, *args, **kwargs)
        if kind in _CALLABLES and not hasattr(__obj, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


_KEPT = 50_000  # entries of lists, about 400 bytes each
_TEXT = re.compile(r"""\{\{[ ]_\((['"])(?P<text>[^'"%{}\\]*)\1\)[ ]\}\}""")
_SPECIAL = re.compile(r"[&<>\"']").search


def _escaped(value: Any) -> str:
    """What `{{ value }}` writes: as MarkupSafe's `escape`, without an object for text that needs none."""
    kind = type(value)
    if kind is str:
        return escape(value) if _SPECIAL(value) else value
    if kind is Markup:
        return str.__str__(value)
    return escape(value)


class PageTemplate(Template):
    """A template whose output is escaped by `_escaped`; its code uses that function for output alone."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """Make a template of compiled code; see Jinja's own."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = _escaped
        return template


class PageEnvironment(Environment):
    """An environment for many renderings."""

    context_class = PageContext
    template_class = PageTemplate

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._held: dict[str, Template] = {}
        self._is_plain = False

    def speak_plainly(self) -> None:
        """Take it that nothing is translated: what templates write as `{{ _('Text') }}` is text as it stands."""
        self._is_plain = True
        self.globals["_"] = _as_it_stands

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """A template's source, with the texts in it that need no call when it is rendered."""
        source = super().preprocess(source, name, filename)
        return _TEXT.sub(lambda match: match["text"], source) if self._is_plain else source

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """A template, which once loaded is at hand; see Jinja's own."""
        if globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        held = self._held.get(name)
        if held is None:
            held = self._held[name] = super().get_template(name, parent)
        return held

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template in one plain mapping: Jinja compares them at every import of a macro."""
        return {**self.globals, **(d or {})}


def page_environment(
    pelican: Environment, options: dict[str, Any], compiled: Path, *, is_plain: bool
) -> PageEnvironment:
    """An environment with the templates, filters, globals and tests of Pelican's.

    options: as in JINJA_ENVIRONMENT. compiled: the folder where compiled templates are kept for the next build.
    is_plain: whether nothing is translated.
    """
    # Jinja asks only whether a template's text is the same, not how it was compiled.
    mark = hashlib.sha256(repr((jinja2.__version__, is_plain, sorted(options.items()))).encode()).hexdigest()[:12]
    (compiled / mark).mkdir(parents=True, exist_ok=True)
    environment = PageEnvironment(
        **{
            "auto_reload": False,  # the templates do not change while a site is built
            "bytecode_cache": FileSystemBytecodeCache(str(compiled / mark)),
            **options,
            "loader": pelican.loader,
        }
    )
    environment.filters = pelican.filters
    environment.tests = pelican.tests
    environment.globals = {**pelican.globals, "frame": frame(), "kept": kept()}
    if "jinja2.ext.InternationalizationExtension" in environment.extensions:
        if is_plain:
            environment.speak_plainly()
        environment.newstyle_gettext = pelican.newstyle_gettext  # type: ignore[attr-defined]
    return environment


@cache
def _literal(text: str) -> Markup:
    return Markup(text) % {}


def _as_it_stands(text: str, **values: Any) -> Markup:
    """What `_` gives where nothing is translated."""
    return Markup(text) % values if values else _literal(text)


def kept() -> Callable[..., Markup]:
    """Make the function `kept(macro, article, …)` of templates: an entry that many lists show, rendered once."""
    made: dict[tuple[object, ...], Markup] = {}

    def kept(macro: Macro, *given: Hashable) -> Markup:
        key = (macro.name, *given)
        found = made.get(key)
        if found is None:
            if len(made) >= _KEPT:
                made.clear()
            found = made[key] = Markup(macro(*given))
        return found

    return kept


def frame() -> Callable[..., Markup]:
    """Make the function `frame(partial)` of templates: what frames a page, rendered once for all of one depth.

    Such a partial shows nothing of its page but the way to the root and, on a page of the top level, which of the
    navigation's entries it is.
    """
    made: dict[tuple[str, str, str], Markup] = {}

    @pass_context
    def frame(context: Context, name: str) -> Markup:
        url = str(context.get("page_url") or "")
        is_entry = url.count("/") <= 1 and not url.endswith(".html")
        key = (name, str(context.get("SITEURL")), url if is_entry else "\0")
        if key not in made:
            made[key] = Markup(context.environment.get_template(name).render(context.get_all()))
        return made[key]

    return frame
