"""`python -m ingest PATH...` 与 `mingzhang ingest PATH...` 相同。"""

import sys

from assistant.cli import main

if __name__ == "__main__":
    raise SystemExit(main(["ingest", *sys.argv[1:]]))
