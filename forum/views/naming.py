"""Whom a member may mean by what they have typed after an @."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from forum import mentions
from forum.views.methods import is_read
from forum.views.paging import number


@is_read
@never_cache
def names(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        raise PermissionDenied("Sign in to name others.")
    found = mentions.meant(request.GET.get("q", ""), number(request, "thread"), request.user)
    return JsonResponse({"people": [{"name": one.username, "called": one.display_name} for one in found]})
