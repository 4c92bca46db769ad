"""Where a language model may be: addresses that are refused (SSRF), settings and who may read them, the daily allowance."""

from __future__ import annotations

import datetime
from pathlib import Path

import httpx2
import pytest

from assistant.endpoint import Endpoint, Place, checked, configured, place
from assistant.errors import LanguageModelFailed, SettingError
from assistant.spending import take
from assistant.transport import Pinned

ALLOWED = ("models.example.com", "169.254.169.254", "10.0.0.8", "[::]", "::", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a00:1::1", "2130706433")

SSRF = (
    "http://169.254.169.254/latest/meta-data/",
    "https://169.254.169.254/v1",
    "https://[::ffff:169.254.169.254]/v1",
    "https://[64:ff9b::a9fe:a9fe]/v1",
    "https://[2002:a00:1::1]/v1",
    "https://10.0.0.8/v1",
    "http://10.0.0.8/v1",
    "https://[::]/v1",
    "http://[::]:8000/v1",
    "http://0.0.0.0:8000/v1",
    "http://2130706433/v1",
    "https://2130706433/v1",
    "http://0x7f000001/v1",
    "http://0x7f.0.0.1/v1",
    "http://0177.0.0.1/v1",
    "http://127.1/v1",
    "http://models.example.com/v1",
    "https://other.example.com/v1",
    "https://models.example.com@evil.example.net/v1",
    "https://evil.example.net#@models.example.com/v1",
    "https://evil.example.net\\@models.example.com/v1",
    "https://models.example.com.evil.example.net/v1",
    "https://models.example.com./v1",
    "https://ｍodels.example.com/v1",
    "https://models.example.com/v1?to=http://10.0.0.8",
    "https://models%2eexample.com/v1",
    "file:///etc/passwd",
    "ftp://models.example.com/v1",
    "gopher://127.0.0.1:6379/_INFO",
    "https:///v1",
    "http://localhost.evil.example.net/v1",
    "https://models.example.com:99999/v1",
    "http://127.0.0.1:80\r\nHost: evil/v1",
)


@pytest.mark.parametrize("url", SSRF)
def test_an_address_that_could_reach_something_else_is_refused(url: str) -> None:
    with pytest.raises(SettingError) as refused:
        place(url, ALLOWED)
    assert refused.value.remedy


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/v1", "http://localhost:8000/v1", "http://[::1]:8000/v1", "https://models.example.com/v1"])
def test_this_machine_and_allowed_hosts_are_taken(url: str) -> None:
    assert place(url, ALLOWED).host in ("127.0.0.1", "localhost", "::1", "models.example.com")


@pytest.mark.parametrize(
    "found",
    [[], ["10.0.0.8"], ["93.184.216.34", "10.0.0.8"], ["127.0.0.1"], ["::1"], ["169.254.169.254"], ["fe80::1%eth0"], ["::ffff:10.0.0.8"], ["100.64.0.1"]],
)
def test_a_name_that_resolves_inside_is_not_connected(found: list[str]) -> None:
    with pytest.raises(SettingError):
        checked(Place("https", "models.example.com", 443), lambda host, port: found)


def test_localhost_must_be_this_machine() -> None:
    assert checked(Place("http", "localhost", 80), lambda host, port: ["127.0.0.1"]) == "127.0.0.1"
    with pytest.raises(SettingError):
        checked(Place("http", "localhost", 80), lambda host, port: ["93.184.216.34"])


def test_the_name_is_resolved_once_and_that_address_is_connected() -> None:
    """DNS rebinding: a second answer would be an inner address, but no second question is asked."""
    answers = [["93.184.216.34"], ["10.0.0.8"]]
    transport = Pinned(Place("https", "models.example.com", 443), lambda host, port: answers.pop(0))
    seen: list[httpx2.Request] = []

    class Inner(httpx2.BaseTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            seen.append(request)
            return httpx2.Response(200, content=b"{}")

    transport._inner = Inner()  # type: ignore[assignment]
    transport.handle_request(httpx2.Request("POST", "https://models.example.com/v1/chat/completions"))
    assert (seen[0].url.host, seen[0].headers["host"], seen[0].extensions["sni_hostname"]) == ("93.184.216.34", "models.example.com", "models.example.com")
    assert answers == [["10.0.0.8"]]


def test_another_host_is_not_reached_through_the_transport() -> None:
    transport = Pinned(Place("http", "127.0.0.1", 8000))
    with pytest.raises(SettingError):
        transport.handle_request(httpx2.Request("GET", "http://127.0.0.1:8001/"))


def test_nothing_set_is_no_model(tmp_path: Path) -> None:
    assert configured({"MINGZHANG_LLM_FILE": str(tmp_path / "none.toml")}) is None


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "llm.toml"
    file.write_text('base_url = "http://127.0.0.1:1/v1"\nmodel = "a"\nkey = "geheim"\nhosts = ["models.example.com"]\ndaily = 5\n', encoding="utf-8")
    file.chmod(0o600)
    found = configured({"MINGZHANG_LLM_FILE": str(file), "MINGZHANG_LLM_MODEL": "b", "MINGZHANG_LLM_DEADLINE": "3"})
    assert found == Endpoint("http://127.0.0.1:1/v1", "b", "geheim", ("models.example.com",), 3.0, 5)
    assert "geheim" not in repr(found)


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        ('key = "geheim"', 0o644, "chmod 600"),
        ("key = geheim", 0o600, "TOML"),
        ('kee = "geheim"', 0o600, "kee"),
        ('model = "m"\ndaily = "geheim"', 0o600, "DAILY"),
    ],
)
def test_a_wrong_file_is_refused_without_its_key(tmp_path: Path, text: str, mode: int, said: str) -> None:
    file = tmp_path / "llm.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    with pytest.raises(SettingError) as refused:
        configured({"MINGZHANG_LLM_FILE": str(file)})
    assert said in str(refused.value)
    assert "geheim" not in str(refused.value)
    assert str(tmp_path) not in refused.value.problem  # all that a page shows


@pytest.mark.parametrize("given", [{"BASE_URL": "http://127.0.0.1:1/v1"}, {"MODEL": "m"}, {"BASE_URL": "http://127.0.0.1:1", "MODEL": "m", "DEADLINE": "600"}])
def test_half_a_setting_is_refused(tmp_path: Path, given: dict[str, str]) -> None:
    with pytest.raises(SettingError):
        configured({"MINGZHANG_LLM_FILE": str(tmp_path / "none")} | {f"MINGZHANG_LLM_{name}": value for name, value in given.items()})


def test_the_daily_allowance_ends_and_begins_again(tmp_path: Path) -> None:
    file, day = tmp_path / "state" / "spent.json", datetime.date(2024, 5, 1)
    take(60, 100, today=day, file=file)
    take(40, 100, today=day, file=file)
    with pytest.raises(LanguageModelFailed):
        take(1, 100, today=day, file=file)
    take(100, 100, today=day + datetime.timedelta(days=1), file=file)
    file.write_text("损坏", encoding="utf-8")
    take(100, 100, today=day, file=file)
    assert "100" in file.read_text(encoding="utf-8")
