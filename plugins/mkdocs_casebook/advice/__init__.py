"""Suggest to authors what a careful editor would; a suggestion never stops a build."""
