"""People at work in a browser: the real server, the demonstration county, Chromium."""
