"""What lasts: the project, its git, its files. The only writer of files and runner of git."""
