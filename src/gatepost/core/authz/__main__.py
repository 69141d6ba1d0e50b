"""`python -m gatepost.core.authz`: the evaluator on standard input and output; `--help` prints its format."""

import sys

from gatepost.core.authz import evaluator


def main() -> None:
    """Answer standard input line by line."""
    if "--help" in sys.argv[1:]:
        sys.stdout.write(evaluator.__doc__ or "")
        return
    for answer in evaluator.evaluate_lines(sys.stdin.buffer):
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
