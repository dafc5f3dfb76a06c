"""Bars beside the shares that a table states."""

import markdown
import pytest

from mkdocs_casebook.markdown.figures import draw_bars, name_tables, share


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("almost 3 in 5", 60.0),
        ("About 1 in 6", 100 / 6),
        ("over half", 50.0),
        ("6%", 6.0),
        ("12.5 per cent", 12.5),
        ("three quarters", 75.0),
        ("250%", 100.0),
        ("5 in 3", None),
        ("many", None),
        ("", None),
    ],
)
def test_share_is_read_from_words(text, expected):
    assert share(text) == expected


class Bars(markdown.extensions.Extension):
    def extendMarkdown(self, md):  # noqa: N802 - the name is Python-Markdown's
        class Tree(markdown.treeprocessors.Treeprocessor):
            def run(self, root):
                draw_bars(root)
                name_tables(root)

        md.treeprocessors.register(Tree(md), "bars", 4)


def convert(text):
    return markdown.markdown(text, extensions=["tables", "attr_list", Bars()])


def test_bars_are_drawn_in_the_column_that_asks_and_the_words_stay():
    html = convert("| What | Share {.bars} |\n|---|---|\n| 1 in 2 | almost 3 in 5 |\n| x | many |")
    assert html.count("<svg") == 1
    assert 'width="60.0"' in html
    assert "<td>1 in 2</td>" in html
    assert ">almost 3 in 5<svg" in html
    assert "{.bars}" not in html


def test_tables_that_do_not_ask_stay_as_they_are():
    assert "<svg" not in convert("| Share |\n|---|\n| 50% |")


def test_a_table_in_a_list_scrolls_by_itself_and_is_named_after_the_heading_above():
    html = convert(
        "## Beds\n\n- item\n\n    | A |\n    |---|\n    | b |\n\n## Wards\n\n| C |\n|---|\n| d |"
    )
    assert html.index('aria-label="Table: Beds"') < html.index('aria-label="Table: Wards"')
    assert html.count('class="cb-scroll"') == html.count("<table") == 2
