"""api: the same as the pages, for machines of those who are signed in.

wire        signing in, refusals and what is not found, as JSON
desk        what is due from whoever asks
ballot      one ballot, as far as whoever asks may see it
procedure   campaigns, where their committees stand, what a step awaits, moving on and back

A session signs in, as for pages; what changes something carries the CSRF token. Nothing is kept by a cache.
"""

from jiceng.api.wire import ROOT, api, patterns

__all__ = ["ROOT", "api", "patterns"]
