"""Where rows come from: files, and the sources that a user's own settings describe."""
