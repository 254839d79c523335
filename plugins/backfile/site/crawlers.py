"""The crawlers that gather text for AI models, for archives that do not want them (BACKFILE_AI_CRAWLERS)."""

from __future__ import annotations

# By the names under which their operators say that they look into robots.txt.
_NAMES = (
    "AI2Bot",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "Claude-Web",
    "ClaudeBot",
    "cohere-ai",
    "cohere-training-data-crawler",
    "Diffbot",
    "FacebookBot",
    "Google-Extended",
    "GPTBot",
    "ImagesiftBot",
    "Meta-ExternalAgent",
    "omgili",
    "PanguBot",
    "PerplexityBot",
    "Timpibot",
)


def ai_crawlers() -> tuple[str, ...]:
    """The names, in order."""
    return _NAMES
