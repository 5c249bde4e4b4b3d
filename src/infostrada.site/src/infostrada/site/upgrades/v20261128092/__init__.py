"""Everybody logged in may hand a letter in through an office's electronic inbox."""
