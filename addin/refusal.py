"""An operation refused: what is in the way and what to do about it, in words a user reads."""


class Refusal(Exception):
    """Raised before anything was changed; the command line prints it and exits with status 2."""
