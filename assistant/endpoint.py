"""语言模型在哪里：地址、模型名、密钥，只从环境变量或用户的设置文件来，从不从网页、报告、问题里来。

没有设置就是不用模型，一切照常。地址只许 https，或本机（loopback）的 http；本机之外的主机要另外写明许可（hosts）；
主机名解析出来的每一个地址都要是公网地址，连接就连核对过的那个地址（见 transport.py），不跟随跳转。
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import SettingError

PREFIX = "MINGZHANG_LLM_"
FILE_VARIABLE = "MINGZHANG_LLM_FILE"
NAMES = ("base_url", "model", "key", "hosts", "deadline", "daily")
"""设置文件（TOML）里的名字；环境变量是 MINGZHANG_LLM_ 加大写，有就用它。"""

LOOPBACK = "localhost"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")
_ODD = re.compile(r"[^!-~]|[\\%@#?]")
"""地址里不许有的：空白、控制字符、ASCII 以外的字、反斜杠、百分号、用户名、片段、查询。"""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """一个核对过的接口。`key` 不进任何打印；`deadline` 是一次提问用模型的总秒数；`daily` 是一天最多收发多少字。"""

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    hosts: tuple[str, ...] = ()
    deadline: float = 7.0
    daily: int = 2_000_000

    def __post_init__(self) -> None:
        """不合规矩的地址、没有名字的模型不成其为设置。"""
        place(self.base_url, self.hosts)
        if not self.model.strip():
            raise SettingError("设置了语言模型的地址，没有写模型名", f"设置环境变量 {PREFIX}MODEL")
        if not 0 < self.deadline <= 60 or self.daily < 0:
            raise SettingError("语言模型的时限要在 0 到 60 秒之间，每日用量不能是负数", f"改正 {PREFIX}DEADLINE 或 {PREFIX}DAILY")

    @property
    def place(self) -> Place:
        """协议、主机、端口。"""
        return place(self.base_url, self.hosts)


@dataclass(frozen=True, slots=True)
class Place:
    """一个地址里要紧的三样；`host` 是小写，IPv6 不带方括号。"""

    scheme: str
    host: str
    port: int


def configured(environment: Mapping[str, str] | None = None) -> Endpoint | None:
    """设置好的接口；地址与模型名都没有设置是 None，设置得不对是 SettingError（不含密钥）。"""
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = _file(environment)
    values |= {name: environment[PREFIX + name.upper()] for name in NAMES if environment.get(PREFIX + name.upper(), "").strip()}
    if not values.get("base_url") and not values.get("model"):
        return None
    try:
        numbers: dict[str, Any] = {name: kind(values[name]) for name, kind in (("deadline", float), ("daily", int)) if name in values}
    except (TypeError, ValueError) as error:
        raise SettingError("语言模型的 deadline 与 daily 要是数", f"改正 {PREFIX}DEADLINE 或 {PREFIX}DAILY") from error
    texts: dict[str, Any] = {name: str(values.get(name, "")).strip() for name in ("base_url", "model", "key")}
    return Endpoint(**texts, hosts=_hosts(values.get("hosts", ())), **numbers)


def _file(environment: Mapping[str, str]) -> dict[str, Any]:
    """用户设置目录里的 llm.toml（或环境变量另指的）；里面可能有密钥，别人读得到就不用。

    路径写在下一步里：网页只显示问题，看网页的人不必知道它在哪里。
    """
    path = Path(environment[FILE_VARIABLE]).expanduser() if environment.get(FILE_VARIABLE) else _usual()
    try:
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SettingError(f"设置文件 {path.name} 别人也能读写，里面可能有密钥", f"运行 chmod 600 {path}")
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingError(f"设置文件 {path.name} 读不出来，或不是合格的 TOML", f"改正 {path}，或删去它改用环境变量") from error
    if unknown := found.keys() - set(NAMES):
        raise SettingError(f"设置文件 {path.name} 里有不认识的名字：{'、'.join(sorted(unknown))}", f"改正 {path}，能写的是 {'、'.join(NAMES)}")
    return found


def _usual() -> Path:
    import platformdirs  # 只有没有另指时才需要

    return Path(platformdirs.user_config_dir("mingzhang", appauthor=False)) / "llm.toml"


def _hosts(value: Any) -> tuple[str, ...]:
    listed = re.split(r"[\s,，、]+", value) if isinstance(value, str) else [str(one) for one in value]
    return tuple(host.lower() for host in listed if host)


def place(url: str, hosts: tuple[str, ...] = ()) -> Place:
    """核对一个地址；不许的是 SettingError，说出哪里不许。"""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise _refused("写得不对") from error
    if _ODD.search(url) or parts.username is not None:
        raise _refused("里有空白、用户名、查询或别的不该有的字符")
    if parts.scheme not in ("http", "https") or not _is_host(host):
        raise _refused("要以 https:// 开头（本机可以用 http://），主机名要写全")
    if parts.scheme == "http" and not _is_local(host):
        raise _refused("不是本机，要用 https")
    if not _is_local(host) and host not in hosts:
        raise SettingError("语言模型的地址不是本机，也不在许可的主机之中", f"确实要用，就把它的主机名写进 {PREFIX}HOSTS")
    if (literal := _literal(host)) is not None and not _is_local(host) and not _is_public(literal):
        raise _refused("指向内部网络")
    return Place(parts.scheme, host, port or (443 if parts.scheme == "https" else 80))


def _refused(why: str) -> SettingError:
    return SettingError(f"语言模型的地址{why}", f"改正环境变量 {PREFIX}BASE_URL，例如 http://127.0.0.1:8000/v1")


def _is_host(host: str) -> bool:
    """主机名，或写全的 IP；2130706433、0x7f.1、127.1 那样的写法各处理解不同，不收。"""
    if _literal(host) is not None:
        return True
    last = host.rpartition(".")[2]
    return _HOST.fullmatch(host) is not None and not last.isdigit() and not last.startswith("0x")


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_local(host: str) -> bool:
    literal = _literal(host)
    return host == LOOPBACK or (literal is not None and literal.is_loopback)


def _is_public(address: Address) -> bool:
    """公网地址；IPv6 里包着的 IPv4 也要是。"""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast


def resolved(host: str, port: int) -> list[str]:
    """主机名的全部地址，由系统解析。"""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def checked(to: Place, resolve: Resolve = resolved) -> str:
    """要连的那个地址：解析一次，全部核对，有一个不许就都不连；连接时不再解析。"""
    found = [address for text in resolve(to.host, to.port) if (address := _literal(text.partition("%")[0])) is not None]
    allowed = (address.is_loopback for address in found) if _is_local(to.host) else (_is_public(address) for address in found)
    if not found or not all(allowed):
        raise SettingError("语言模型的主机名解析到内部网络或解析不出来，没有连接", f"改正 {PREFIX}BASE_URL")
    return str(found[0])
