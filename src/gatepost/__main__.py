"""Where the `gatepost` command begins: it loads everything, and then never looks for garbage in that."""

import gc


def main() -> None:
    """Run the command line.

    What is loaded stays to the end, about 340,000 objects. To look for garbage among them costs a quarter of the start, and
    would make a server pause for tenths of a second later; and worker processes share the pages that nobody marks.
    """
    gc.disable()
    from gatepost import cli  # noqa: PLC0415 - what takes the time

    gc.freeze()
    gc.enable()
    cli.main()


if __name__ == "__main__":
    main()
