"""PDF files: words with their places, pages as pictures, and files made anew without what must not be seen."""
