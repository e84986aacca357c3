"""Long tests of ballots, against a real server and on both databases: `make test-ballots`."""
