"""The browser of the browser tests, for the hostile ones."""

from tests.browser.conftest import browser  # noqa: F401 - a fixture
