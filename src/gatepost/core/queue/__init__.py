"""Work that outlives its call: rows that the jobs lease."""
