"""Tests of the forms that letters must carry."""
