Full-text search in Polish over titles, texts and attachments, in any inflected form and without diacritics.
