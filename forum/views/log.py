"""What moderators did, for everybody to read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from forum import meta, public_log
from forum.models import ModerationEntry
from forum.views.methods import is_read
from forum.views.paging import number


@is_read
def log(request: HttpRequest) -> HttpResponse:
    act, before = request.GET.get("act", ""), number(request, "before")
    if act and act not in ModerationEntry.Act.values:
        raise Http404("There is no such act.")
    lines, rest = public_log.page_of(act, before)
    context = {
        "lines": lines,
        "before": rest,
        "act": act,
        "acts": ModerationEntry.Act.choices,
        "meta": meta.of_log(before),
        "next": request.get_full_path(),
    }
    return render(request, "forum/log.html", context)
