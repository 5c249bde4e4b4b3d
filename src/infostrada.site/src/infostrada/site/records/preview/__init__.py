"""Files of documents and letters shown in the page: PDF and pictures drawn, office files converted or as text."""
