"""Tests of the HTTP plumbing and of the pages, with the gallery in which to look at them."""
