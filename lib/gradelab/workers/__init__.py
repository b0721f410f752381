"""Many submissions: worker processes, what they do with each, and what is kept on disk."""
