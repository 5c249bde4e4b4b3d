"""The tests; a package, so that processes started by them find it before anyone else's."""
