"""What is said here, for readers that ask for it again and again."""
