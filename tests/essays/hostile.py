"""What people try on a forum: `HOSTILE` is the corpus, each entry one attempt."""

from tests.essays.addresses import ADDRESSES
from tests.essays.heavy import HEAVY

RAW_HTML = r"""
<script>alert(1)</script>
<SCRIPT SRC=http://evil.example/x.js></SCRIPT>
<ScRiPt>alert(1)</sCrIpT>
<script >alert(1)</script >
<<script>alert(1)//<</script>
<script/random>alert(1)</script>
<script src="data:text/javascript,alert(1)"></script>
</script><script>alert(1)</script>
<img src=x onerror=alert(1)>
<img src="http://evil.example/pixel.gif">
<img ""><script>alert(1)</script>">
<img src=`x` onerror=alert(1)>
<img/src=x/onerror=alert(1)>
<img src=x onerror="&#97;lert(1)">
<img srcset="http://evil.example/a 1x">
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s>
<svg><a xlink:href="javascript:alert(1)"><text y=20>x</text></a></svg>
<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)>#x"/></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<svg><foreignObject><iframe src="javascript:alert(1)"></iframe></foreignObject></svg>
<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">
<math><mi//xlink:href="data:x,<script>alert(1)</script>">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>
<math href="javascript:alert(1)">x</math>
<template><script>alert(1)</script></template>
<template shadowrootmode=open><script>alert(1)</script></template>
<style>@import "http://evil.example/x.css";</style>
<style>*{background:url(http://evil.example/x)}</style>
<style><style/><script>alert(1)</script>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<noembed><img src="</noembed><iframe onload=alert(1)>"></noembed>
<noframes><script>alert(1)</script></noframes>
<xmp><img src=x onerror=alert(1)></xmp>
<textarea><img src=x onerror=alert(1)></textarea>
<title><script>alert(1)</script></title>
<plaintext><script>alert(1)</script>
<listing>&lt;img onerror=alert(1) src=x&gt;</listing>
<iframe src="javascript:alert(1)"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<iframe src="http://evil.example/"></iframe>
<object data="javascript:alert(1)"></object>
<object data="http://evil.example/x.swf"></object>
<embed src="javascript:alert(1)">
<applet code=Evil></applet>
<base href="http://evil.example/">
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<link rel=stylesheet href="http://evil.example/x.css">
<link rel=prefetch href="http://evil.example/">
<form action="javascript:alert(1)"><input type=submit></form>
<form><button formaction="javascript:alert(1)">x</button></form>
<input autofocus onfocus=alert(1)>
<select autofocus onfocus=alert(1)></select>
<keygen autofocus onfocus=alert(1)>
<isindex action="javascript:alert(1)">
<details open ontoggle=alert(1)>
<dialog open onclose=alert(1)>x</dialog>
<video src=x onerror=alert(1)>
<video poster="http://evil.example/x.png"></video>
<audio src="http://evil.example/x.mp3" autoplay></audio>
<video><source onerror=alert(1) src=x></video>
<body onload=alert(1)>
<html><body background="http://evil.example/x">
<frameset onload=alert(1)>
<marquee onstart=alert(1)>x</marquee>
<div style="background:url('javascript:alert(1)')">x</div>
<div style="width:expression(alert(1))">x</div>
<div onclick="alert(1)" style="position:fixed;inset:0">x</div>
<p style="animation:x" onanimationstart=alert(1)>x</p>
<p id=location name=cookie>x</p>
<a href="javascript:alert(1)">x</a>
<a href="http://evil.example" target=_blank>x</a>
<a ping="http://evil.example" href="http://ok.example">x</a>
<a name=x id=y class=z>x</a>
<a href="http://ok.example" onmouseover=alert(1)>x</a>
<table background="javascript:alert(1)"><td>x</td></table>
<table><td background="http://evil.example/x">
<br style="x" onclick=alert(1)>
<b>bold</b> <u>under</u> <font color=red>red</font>
<custom-element onclick=alert(1)>x</custom-element>
<portal src="http://evil.example"></portal>
<!-- <script>alert(1)</script> -->
<!--><script>alert(1)</script>-->
<!-- --!><script>alert(1)</script>
<!--[if IE]><script>alert(1)</script><![endif]-->
<![CDATA[<script>alert(1)</script>]]>
<?xml version="1.0"?><?php echo 1 ?>
<!DOCTYPE html><!ENTITY x "y">
<% alert(1) %>
</p></div></body></html><script>alert(1)</script>
</pre></code></blockquote></td></table>
<p><p><p></blockquote></p>
<a<script>alert(1)</script>
<a href='x' <script>alert(1)</script>
<img src=x onerror=alert(1)
<script
<
</
<!
<!-
<!--
<?
<a
<a href="
<a href='
&lt;script&gt;alert(1)&lt;/script&gt;
&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;
&#60;script&#62;alert(1)&#60;/script&#62;
&#x3c;script&#x3e;alert(1)
&#0000060;img src=x onerror=alert(1)&#0000062;
\<script>alert(1)\</script>
\\<script>alert(1)</script>
**<script>alert(1)</script>**
*<img src=x onerror=alert(1)>*
# <script>alert(1)</script>
> <script>alert(1)</script>
- <script>alert(1)</script>
1. <img src=x onerror=alert(1)>
    <script>alert(1)</script>
`<script>alert(1)</script>`
`` ` <script>alert(1)</script> ``
`</code><script>alert(1)</script>`
~~<script>alert(1)</script>~~
""".strip().split("\n")

BROKEN_MARKDOWN = [
    '[x](http://ok.example "onmouseover=alert(1)")',
    "[x](http://ok.example 'a\" onclick=\"alert(1)')",
    '[x](http://ok.example "</a><script>alert(1)</script>")',
    '[x](<http://ok.example" onclick="alert(1)>)',
    "[x](<javascript:alert(1)>)",
    "[x]( javascript:alert(1) )",
    "[x](java\nscript:alert(1))",
    "[x](\tjavascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](java\x00script:alert(1))",
    "[x](\u00a0javascript:alert(1))",
    "[x](\u200bjavascript:alert(1))",
    "[x](\ufeffjavascript:alert(1))",
    "[](javascript:alert(1))",
    "[<img src=x onerror=alert(1)>](http://ok.example)",
    "[`</a>`](http://ok.example)",
    "[http://inner.example](http://outer.example)",
    "[<http://inner.example>](http://outer.example)",
    "[![x](http://inner.example/a.png)](http://outer.example)",
    "![x](javascript:alert(1))",
    "![x](http://evil.example/pixel.gif)",
    '![" onerror="alert(1)](http://evil.example/x)',
    '![x](http://evil.example/x"onerror="alert(1))',
    "![](http://evil.example/pixel.gif)",
    "![x][1]\n\n[1]: http://evil.example/pixel.gif",
    "[x][1]\n\n[1]: javascript:alert(1)",
    '[x][1]\n\n[1]: http://ok.example "><script>alert(1)</script>"',
    "[x]\n\n[x]: data:text/html,x",
    "<javascript:alert(1)>",
    "<http://ok.example/<script>alert(1)</script>>",
    '<http://ok.example/"onclick="alert(1)>',
    "<mailto:x@y.example?cc=<script>>",
    "<a@b.example<script>alert(1)</script>>",
    '<"onclick=alert(1)"@b.example>',
    'http://ok.example/"onmouseover="alert(1)',
    "http://ok.example/'onmouseover='alert(1)",
    "http://ok.example/<script>alert(1)</script>",
    "http://ok.example/*a*_b_`c`~~d~~",
    "http://ok.example/&quot;onclick=alert(1)",
    "xhttp://ok.example javascript:http://ok.example",
    '```"><script>alert(1)</script>\nx\n```',
    "```js onload=alert(1)\nx\n```",
    "``` {.x onclick=alert(1)}\nx\n```",
    '```x" onclick="alert(1)\n</code></pre><script>alert(1)</script>\n```',
    "~~~<script>\nalert(1)\n~~~",
    "```\n</code></pre><img src=x onerror=alert(1)>\n```",
    "```\nnever closed <script>alert(1)</script>",
    "> ```\n> </blockquote><script>alert(1)</script>\nout",
    '|<script>|b|\n|-|-|\n|<img src=x onerror=alert(1)>|"onclick=|',
    '|a|b|\n|:-" onclick=alert(1)|-|\n|1|2|',
    "|a|b|\n|:-:|-:|\n|</td></tr></table><script>alert(1)</script>|2|",
    "|a|b|\n|-|-|\n|`|`|<b>|\n|[x](javascript:alert(1))|![y](http://evil.example/y)|",
    "*[x](http://ok.example*)",
    "**a *b** c*",
    "_a **b_ c**",
    "~~a *b~~ c*",
    "[*x](http://ok.example)*",
    "*`a*`",
    "[a](http://ok.example)[b](javascript:1)[c](http://ok.example)",
    "[^1] [^1]: <script>",
    "{: onclick=alert(1)}",
    "# x {: #id .class onclick=alert(1)}",
    "*[HTML]: <script>alert(1)</script>\nHTML",
    "[TOC]\n\n# <script>",
    "!!! note\n    <script>alert(1)</script>",
    "x\n: <script>alert(1)</script>",
    "99999999999999999999. x",
    "0. x\n-1. y",
    "\u0663. x\n\n\uff13. y",
]

PLACES_OF_THE_PARSER = [
    "\x02amp\x03lt;script\x02amp\x03gt;",
    "\x02klzzwxh:0000\x03",
    "*a* \x02klzzwxh:0000\x03 `b`",
    "\x02wzxhzdk:0\x03",
    "\x02hzzhzkh:0\x03",
    "\x02fence:0\x03\n```\n<script>\n```",
    "\x0260\x03script\x0262\x03",
    "&#2;60&#3;script&#2;62&#3;",
    "&#x2;klzzwxh:0000&#x3;",
    "klzzwxh:0000 fence:0 wzxhzdk:0",
    "[x](http://ok.example/\x02klzzwxh:0000\x03)",
    "\\\x02\\\x03",
    "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x1b\x1f\x7f",
    "a\x00b\x00c",
    "a\r\nb\rc\x85d\u2028e\u2029f\x0bg\x0ch",
    "\ud800 \udfff \udc00\ud800",
    "\ufffe\uffff\ufdd0\U0001ffff",
    "\ufeffa\u200b\u200c\u200d\u2060b",
    "\u202etxt.exe\u202c \u2066\u2067\u2068\u2069 \u200f\u200e",
    "e" + "\u0301" * 300,
    "＜script＞alert(1)＜/script＞ ‹script› ˂script˃",
    "\u0130\u017f\u212a <\u017fcript>",
    "&#xD800; &#0; &#x110000; &#99999999; &nosuch; &;",
    "&NotEqualTilde; &nbsp;&shy;&zwnj; &lt &gt &amp",
]

HOSTILE = [
    *RAW_HTML,
    *(form.format(address) for address in ADDRESSES for form in ("[x]({})", "<{}>")),
    *ADDRESSES,
    *BROKEN_MARKDOWN,
    *PLACES_OF_THE_PARSER,
    *HEAVY,
]
