"""Tables and texts, as the command line prints them."""
