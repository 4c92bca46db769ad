"""The encoder of ours, and the door to sentence-transformers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.encode import BUILTIN, BUNDLED, HashingEncoder, SentenceEncoder, StaticEncoder, default_encoder, unit_rows
from assistant.errors import SettingError


@given(st.lists(st.text(max_size=40), max_size=6))
@settings(max_examples=60, deadline=None)
def test_rows_have_length_one_or_are_zero_and_never_nan(texts: list[str]) -> None:
    rows = HashingEncoder().encode(texts)
    assert rows.shape == (len(texts), 512)
    assert rows.dtype == np.float32
    lengths = np.linalg.norm(rows, axis=1)
    assert all(abs(length - 1) < 1e-5 or length == 0 for length in lengths)


@given(st.lists(st.text("三公经费预算决算0123.，", min_size=1, max_size=20), min_size=2, max_size=5))
@settings(max_examples=40, deadline=None)
def test_a_row_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    encoder = HashingEncoder()
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.array_equal(together, alone)


def test_shared_words_are_nearer_than_none() -> None:
    rows = HashingEncoder().encode(["公务用车运行维护费4.13万元", "公务用车运行维护费用是多少", "白蚁防治技术推广"])
    assert rows[0] @ rows[1] > 0.3 > abs(rows[0] @ rows[2])


def test_same_rows_in_another_process() -> None:
    code = "from assistant.encode import HashingEncoder as H; import hashlib; print(hashlib.sha256(H().encode(['三公经费决算4.13万元']).tobytes()).hexdigest())"
    made = {subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout for _ in range(2)}
    assert len(made) == 1


def test_the_default_needs_no_torch() -> None:
    code = "import sys; from assistant.encode import default_encoder as d; d('').encode(['预算']); print({'torch', 'sentence_transformers'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"


def test_setting_chooses_and_the_argument_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_MODEL", "some/model")
    assert isinstance(default_encoder(), SentenceEncoder)
    assert isinstance(default_encoder(BUILTIN), HashingEncoder)
    monkeypatch.delenv("MINGZHANG_MODEL")
    assert isinstance(default_encoder(), StaticEncoder)


def test_a_missing_model_folder_is_a_setting_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="MINGZHANG_MODEL"):
        SentenceEncoder(str(tmp_path / "none")).encode(["预算"])


def test_a_folder_that_is_no_model_is_a_setting_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SettingError, match="模型装不上"):
        SentenceEncoder(str(tmp_path)).encode(["预算"])


def test_a_static_model_is_loaded_from_a_folder_and_known_by_its_weights(tmp_path: Path) -> None:
    folder = _tiny_model(tmp_path / "one")
    encoder = SentenceEncoder(str(folder))
    rows = encoder.encode(["预算 决算", "决算", ""])
    assert rows.shape == (3, encoder.dimension)
    assert np.isfinite(rows).all()
    assert abs(np.linalg.norm(rows[0]) - 1) < 1e-5
    known = encoder.fingerprint
    moved = folder.rename(tmp_path / "two")
    assert SentenceEncoder(str(moved)).fingerprint == known


def _tiny_model(folder: Path) -> Path:
    """A two-word StaticEmbedding, written where it is asked for."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "预算": 1, "决算": 2}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], dtype=np.float32)
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="module")
def bundled() -> StaticEncoder:
    return StaticEncoder(BUNDLED)


def test_the_bundled_model_is_small_and_readable_by_all() -> None:
    files = [path for path in BUNDLED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 25 * 1024 * 1024
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in files)


def test_the_bundled_model_without_torch_is_the_same_as_with_it(bundled: StaticEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours reads the table itself; SentenceTransformer(path) is what others will load."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    texts = ["三公经费花了多少钱", "“三公”经费支出决算数为4.13万元，比上年减少1.87万元。" * 20, "２０２３年 ABC", "", "。", "𠮷"]
    ours, through = bundled.encode(texts), SentenceEncoder(str(BUNDLED))
    assert np.abs(ours - through.encode(texts)).max() < 1e-5
    assert np.abs(ours - SentenceTransformer(str(BUNDLED), device="cpu").encode(texts)).max() < 5e-3
    assert bundled.fingerprint == through.fingerprint
    assert bundled.dimension == through.dimension == ours.shape[1]


@given(st.lists(st.text(max_size=40), max_size=6))
@settings(max_examples=40, deadline=None)
def test_bundled_rows_have_length_one_or_are_zero_and_stand_alone(texts: list[str]) -> None:
    encoder = StaticEncoder(BUNDLED)
    rows = encoder.encode(texts)
    lengths = np.linalg.norm(rows, axis=1)
    assert all(abs(length - 1) < 1e-5 or length == 0 for length in lengths)
    assert all(np.array_equal(encoder.encode([text])[0], row) for text, row in zip(texts, rows, strict=True))


def test_what_is_no_text_to_others_is_none_to_the_bundled_model(bundled: StaticEncoder) -> None:
    rows = bundled.encode(["\ud800预算", "预算", "a\x00b"])
    assert np.array_equal(rows[0], rows[1])
    assert np.isfinite(rows).all()


def test_the_bundled_model_knows_what_words_alone_do_not(bundled: StaticEncoder) -> None:
    rows = bundled.encode(["单位有多少人手", "机关核定编制数与年末实有在职人员", "城市生活垃圾无害化处理率"])
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


@pytest.mark.parametrize("damage", [b"", b"\xff" * 64, b"\x02\x00\x00\x00\x00\x00\x00\x00{}"])
def test_a_damaged_bundled_model_is_a_setting_error(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "model.safetensors").write_bytes(damage)
    with pytest.raises(SettingError, match="重新安装"):
        StaticEncoder(tmp_path).encode(["预算"])


def test_unit_rows_removes_what_is_not_a_number() -> None:
    rows = unit_rows(np.array([[np.nan, 1.0], [np.inf, 0.0]], dtype=np.float32))
    assert rows.tolist() == [[0.0, 1.0], [0.0, 0.0]]
