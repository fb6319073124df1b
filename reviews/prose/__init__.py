"""The Support Unit's prose: a small Markdown, as safe HTML for pages and as blocks for documents.

Allowed: paragraphs, headings, lists, quotations, emphasis, links, notes (`[^name]`, and `[^name]:`
before its text), and figures by their key (`{{reports}}`), whose value is looked up when the text
is shown. Anything else, HTML included, is shown as the characters that were typed.
"""

from .blocks import blocks
from .checking import Problem, problems
from .pages import html
from .parsing import Paragraph, count_words, figure_keys, is_safe, paragraphs, plain

__all__ = [
    "Paragraph",
    "Problem",
    "blocks",
    "count_words",
    "figure_keys",
    "html",
    "is_safe",
    "paragraphs",
    "plain",
    "problems",
]
