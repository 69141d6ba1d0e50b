"""Each way in, asked over HTTP by a client that Gatepost did not write."""
