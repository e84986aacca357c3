"""Pages: ask the scope, call one service, show one component."""
