"""`python -m tests.samples`: writes corpus/ and tests/questions/samples.jsonl anew from the truth."""

from __future__ import annotations

from tests.samples.plan import files


def main() -> None:
    for path, data in files():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
