"""A cell as all rooms know it: addresses, values, dates and text."""
