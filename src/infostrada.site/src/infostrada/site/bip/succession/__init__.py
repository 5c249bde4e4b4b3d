"""What comes after being public: an entry that takes another's place, the archive, and back."""
