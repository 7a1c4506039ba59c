"""What the site says of itself: to people, and to programs that go through it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from essays.models import SitePage
from forum import meta, sitemap
from forum.linked_data import absolute
from forum.views.methods import is_read

# What is no page to be found: forms, what is one person's own, what only answers a button.
NOT_TO_BE_READ = """
/admin/ /accounts/ /search/ /drafts/ /following/ /notices/ /discussions/new/ /discussions/read/ /members/names/
/*/*/reply/ /*/*/edit/ /*/*/withdraw/ /*/*/flag/ /*/*/follow/ /*/*/news/ /*/*/read/ /*/*/unread/
""".split()
# But these, where nothing in the address says what comes after.
TO_BE_READ = ["/accounts/login/$", "/accounts/signup/$"]


@is_read
def about(request: HttpRequest) -> HttpResponse:
    found = get_object_or_404(SitePage, slug="about")
    context = {"site_page": found, "meta": meta.of_site_page(found), "next": request.path}
    return render(request, "forum/about.html", context)


@is_read
def robots(_request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_TO_BE_READ)]
    lines += [f"Allow: {path}" for path in TO_BE_READ]
    lines += ["", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type=f"text/plain; charset={settings.DEFAULT_CHARSET}")


@is_read
def index(_request: HttpRequest) -> HttpResponse:
    parts = [absolute(reverse("sitemap_part", args=part)) for part in sitemap.parts()]
    return as_xml(sitemap.index(parts))


@is_read
def part(_request: HttpRequest, section: str, number: str) -> HttpResponse:
    listed = list(sitemap.SECTIONS[section](int(number)))
    if not listed:
        raise Http404("Nothing is listed in this part.")
    return as_xml(sitemap.urlset(listed))


def as_xml(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
