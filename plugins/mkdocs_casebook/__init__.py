"""Turn a folder of front-mattered Markdown into a validated, cross-linked knowledge base.

Read :mod:`mkdocs_casebook.pipeline.build` first: it tells the whole story in one page.
Nothing here imports MkDocs; only the adapter in :mod:`mkdocs_casebook.mkdocs_plugin` does.
"""
