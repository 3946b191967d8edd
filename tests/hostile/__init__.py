"""All that may be sent past our client: each is refused by its name or taken, and no workflow gets stuck by it.

The short run is part of `make test`; `make soak` sends many more of each, drawn anew.
"""
