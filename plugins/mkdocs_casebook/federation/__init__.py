"""Show the stories of other sites, from the catalogues that they publish."""

from mkdocs_casebook.core.messages import Messages

MESSAGES = Messages(__name__)
