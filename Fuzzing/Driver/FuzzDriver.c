// A module needs a file; the declaration in include/ is all of it.
