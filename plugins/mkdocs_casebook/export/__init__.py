"""Write a casebook as data: the catalogue, tables, feeds, and the files of long lists."""
