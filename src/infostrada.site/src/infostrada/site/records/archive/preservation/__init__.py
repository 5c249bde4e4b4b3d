"""Keeping electronic records readable and provable for ten years and more: the yearly review of formats and signatures."""
