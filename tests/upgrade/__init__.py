"""Data of the release before, brought up to this version: nothing that a citizen, treasurer or auditor had is lost."""
