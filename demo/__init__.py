"""An organisation to look at: `make demo` makes it on the first run, serves it, and finds it again on the next."""
