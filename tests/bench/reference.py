"""What the site is measured beside, on the same server: the least that Django does for a page, and for a post."""

import os
from pathlib import Path

import bleach
import markdown
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.template import engines
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect

from forum.models import Post

BODIES = Path(os.environ["BENCH_BODIES"])  # A folder of pages as the site sends them.
ITEMS = 50
TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre"}
PAGE = engines["django"].from_string("""<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1><ol>{% for post in posts %}
<li id="post-{{ post.pk }}"><a href="{% url 'post' post.pk %}">{{ post.author.username }}</a>
<time datetime="{{ post.written_at|date:"c" }}">{{ post.written_at|date:"j F Y" }}</time>
{% if post.edited_at %}<span>edited</span>{% endif %}<div>{{ post.html|safe }}</div>
<a href="{% url 'reply' post.pk %}">Reply</a></li>{% endfor %}
</ol></body></html>""")


def bare(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(bodies[name])


def not_modified(request: HttpRequest) -> HttpResponse:
    return HttpResponseNotModified()


def template(request: HttpRequest, thread: int) -> HttpResponse:
    """One indexed query and a template of 50 items."""
    posts = Post.objects.filter(thread=thread).select_related("author").order_by("pk")[:ITEMS]
    return HttpResponse(PAGE.render({"title": "A thread", "posts": posts}, request))


@csrf_protect
def write(request: HttpRequest, thread: int) -> HttpResponse:
    """A form with a token; Markdown, bleach and one row."""
    if request.method != "POST":
        return HttpResponse(f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">')
    source = request.POST["source"]
    html = bleach.clean(markdown.markdown(source), tags=TAGS)
    columns = {"thread_id": thread, "author_id": int(request.POST["author"]), "source": source, "html": html}
    now = timezone.now()
    Post.objects.create(**columns, status=Post.Status.WITHDRAWN, written_at=now, published_at=now)
    return HttpResponse(status=302, headers={"Location": "/"})


def nothing(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


bodies = {file.name: file.read_bytes() for file in BODIES.iterdir()}
urlpatterns = [
    path("bare/304/", not_modified),
    path("bare/<name>/", bare),
    path("template/<int:thread>/", template),
    path("write/<int:thread>/", write),
    path("posts/<int:pk>/", nothing, name="post"),
    path("posts/<int:pk>/reply/", nothing, name="reply"),
]
