"""One submission, run and judged: from outside its kernel, and in it."""
