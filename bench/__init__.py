"""Load on a running server, beside the limits of the machine: `make bench`."""
