"""Saved pages, written for the tests: what news sites put around an article, and what must come of it."""

import html

WORDS = (
    "The town council of Oda said on Tuesday that {n} wells were dug last year, twice as many as the year before.",
    "Mayor Ana Oda told reporters that the water of the new wells reaches nearly 3,000 people in the villages.",
    "“We drink again,” said one of them, a farmer who had carried water for nine kilometres every morning.",
    "The work cost 1.2 million, of which the region paid 40 per cent, according to the council’s budget.",
    "Critics say that the figures leave out four wells that fell dry in August; the council did not answer questions.",
)


def paragraphs(number: int = 12) -> list[str]:
    return [words.format(n=number) for words in WORDS]


def news_page(
    title: str = "Wells dug in Oda",
    body: str = "",
    *,
    head: str = "",
    charset: str = '<meta charset="utf-8">',
    site: str = "The Oda Courier",
) -> str:
    """A page as sites make them: menus, adverts, a cookie banner, related stories, comments, a footer."""
    body = body or "".join(f"<p>{html.escape(each, quote=False)}</p>\n" for each in paragraphs())
    return f"""<!DOCTYPE html>
<html lang="en"><head>{charset}<title>{title} | {site}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{site}">
<meta name="author" content="Ines Vale"><meta property="article:published_time" content="2024-03-05T08:00:00Z">
<link rel="canonical" href="https://courier.example/wells"><link rel="stylesheet" href="style.css">{head}
<script>var tracker = "do not read me";</script><style>p {{ color: red }}</style></head>
<body><div class="cookie-banner">We use cookies. <button>Accept all</button></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li><li><a href="/shop">Shop</a></li></ul></nav>
<main><article><header><h1>{title}</h1></header>
{body}
</article></main>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/a">Ten recipes</a></li></ul></aside>
<div class="comments"><h3>Comments</h3><p>First! Great wells.</p></div>
<footer><p>© The Oda Courier. All rights reserved. <a href="/imprint">Imprint</a></p></footer></body></html>"""
