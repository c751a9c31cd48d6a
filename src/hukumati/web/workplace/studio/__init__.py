"""The pages of the studio, where analysts edit, check, preview and publish services. They own no tables."""
