"""One page of the site by itself, and what a reader sees on it. AppTest cannot follow the navigation, so each page is opened by its function."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.assistant.test_drawing import Reader


def _script(name: str) -> None:
    import importlib

    importlib.import_module(f"assistant.pages.{name}").page()


def opened(name: str, **link: str) -> AppTest:
    app = AppTest.from_function(_script, args=(name,), default_timeout=60)
    for key, value in link.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def bodies(app: AppTest) -> list[str]:
    """The HTML drawn on the page, without its style sheet."""
    return [body for element in app.get("html") if not (body := element.proto.body).startswith("<style>")]


def seen(app: AppTest) -> str:
    return "\n".join(Reader(body).text for body in bodies(app))


def press(app: AppTest, words: str) -> AppTest:
    """Press the button with this label."""
    next(button for button in app.button if button.label == words).click().run()
    assert not app.exception
    return app
