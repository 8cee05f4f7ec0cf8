"""`centre-roi doctor`: the facts about a machine, and what to do about them."""
