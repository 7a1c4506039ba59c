"""Long posts that would take a careless reader minutes, or blow a page up."""

SIZE = 2_000  # A tenth of the limit is enough to show what comes out; how long it takes is measured elsewhere.

# Each of these is repeated to fill a post.
# fmt: off
FRAGMENTS = [
    *r'''
    a * _ ** *a **a a* a** *a_ *_ **_ ~~ ~~a ` ``a `a [ ] [[a ![ [a]( [a](( [a](< [a](" [] [](
    < <a <! <!-- <? <a@ </a> & &amp; &#1 &a; \ \* \` | |- || |a ( ) (( > # = - + . 1. http:// http://a http://(
    <http://a> https://a. " ' é 𝒳 😀 ~ ~~~ ``` **" *"
    '''.split(),
    " ", "\t", "\n", "\n\n", "a\n", "a\n\n", " \n", "\t\n", "> ", "> > ", ">> a\n", "- ", "- - ", "1. ", "1. 1. ",
    ">- ", "- a\n", "1. a\n", "> a\n", "> a\n\n", "- a\n\n", "- a\n\n  b\n\n", "# a\n", "# ", "a\n---\n", "a\n=\n",
    "---\n", "***\n", "```\n", "~~~\n", "```a\n", "`\n", "    a\n", "   a\n", "|\n", "|a|b|\n|-|-|\n", "a|b\n-|-\n",
    "a\n- b\n",
    "a\n> b\n", "*a* ", "**a** ", "*a **", "_a_ ", "`a` ", "[a](b) ", "[a](http://b) ", "http://a ", "http://a) ",
    "![a](http://b)\n", "http://*a*a[a](<", "'+ |a|b|\n|-|-|\n[a](b)", "&lt;\n", "%***\n<!", "> - \n- - ", "a\\\n",
    "  \n", "*a\n", "x ` y `` z ", "[a][", "a&", "*_&-|-\n- ", "</a>\u2028", "> > <a@|a|b|\n|-|-|\n     ",
]
# fmt: on

HEAVY = [
    *(fragment * (SIZE // len(fragment)) for fragment in FRAGMENTS),
    "|" * 9_000 + "\n" + "|-" * 4_000,
    "|a" * 50 + "|\n" + "|-" * 50 + "|\n" + "a\n" * 9_000,
    "> " * 5_000 + "a",
    "\n".join("  " * depth + "- a" for depth in range(130)),
    "\n".join("> " * depth + "a" for depth in range(130)),
    "[" * 10_000 + "]" * 10_000,
    "[" * 6_000 + "a" + "](http://b)" * 1_200,
    "(" * 10_000 + ")" * 10_000,
    "*" * 10_000 + "a" + "*" * 9_000,
    "*a " * 3_000 + "b* " * 3_000,
    "**a " * 2_500 + "b** " * 2_500,
    "".join("`" * length + " " for length in range(1, 190)),
    "[a](http://" + "(" * 19_000,
    "[a](http://" + "a" * 19_000 + ")",
    "http://" + "(" * 19_000,
    "http://a" + ")" * 19_000,
    "http://a" + "." * 19_000 + "!",
    "<" + "a" * 19_000 + "@",
    "&#" + "1" * 19_000 + ";",
    "&" + "a" * 19_000 + ";",
    "#" * 19_000 + " a",
    "# " + "#" * 19_000 + "a",
    "a" + " " * 19_000 + "b",
    "```" + " " * 19_000 + "a b",
    "a\n" + "-" * 19_000 + "a",
    "a\n" + "- " * 9_000 + "a",
    "9" * 19_000 + ". a",
    "a" * 20_001,
    "*a*\n" * 6_000,
]
