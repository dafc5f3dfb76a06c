"""Keep a published site true: signed reviews, evidence that has moved, and what has changed."""

from mkdocs_casebook.core.messages import Messages

MESSAGES = Messages(__name__)
ADVICE = Messages(__name__, are_suggestions=True)
