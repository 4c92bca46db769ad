"""到语言模型的一条窄路：只连设置好的那个主机，连的是核对过的地址，不跟随跳转，收得太多就断。httpx2 只从这里进。"""

from __future__ import annotations

from collections.abc import Iterator

import httpx2

from assistant.endpoint import Endpoint, Place, Resolve, checked, resolved
from assistant.errors import SettingError

MOST_BYTES = 512 * 1024
"""一次回答最多收多少字节。"""


class TooMuch(httpx2.TransportError):
    """收得太多，或收到压缩过的内容。"""


class _Counted(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        received = 0
        for part in self._stream:
            received += len(part)
            if received > MOST_BYTES:
                raise TooMuch(f"回答超过 {MOST_BYTES} 字节")
            yield part

    def close(self) -> None:
        self._stream.close()


class Pinned(httpx2.BaseTransport):
    """每次请求：主机要对，解析一次、核对、连到那个地址；证书仍按主机名核对。"""

    def __init__(self, to: Place, resolve: Resolve = resolved) -> None:
        self._to = to
        self._resolve = resolve
        self._inner = httpx2.HTTPTransport(trust_env=False, retries=0)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """发一次请求；目的地不是设置的那个是 SettingError。"""
        url = request.url
        asked = Place(url.scheme, url.host.lower(), url.port or (443 if url.scheme == "https" else 80))
        if asked != self._to:
            raise SettingError(f"要去的主机 {asked.host} 不是设置的那个，没有连接")
        address = checked(self._to, self._resolve)
        request.url = url.copy_with(host=address)
        request.headers["Accept-Encoding"] = "identity"
        request.extensions = {**request.extensions, "sni_hostname": self._to.host}
        response = self._inner.handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity" or not isinstance(response.stream, httpx2.SyncByteStream):
            response.close()
            raise TooMuch("回答是压缩过的，不收")
        return httpx2.Response(response.status_code, headers=response.headers, stream=_Counted(response.stream), extensions=response.extensions)

    def close(self) -> None:
        """断开。"""
        self._inner.close()


def client(endpoint: Endpoint, timeout: float, resolve: Resolve = resolved) -> httpx2.Client:
    """只到这个接口的客户端；代理之类的环境设置一概不认。"""
    return httpx2.Client(transport=Pinned(endpoint.place, resolve), timeout=timeout, follow_redirects=False, trust_env=False)
