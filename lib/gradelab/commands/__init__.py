"""What an instructor asks for, one file for each command."""
