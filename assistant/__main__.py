"""`python -m assistant …` 与 `mingzhang …` 相同。"""

from assistant.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
