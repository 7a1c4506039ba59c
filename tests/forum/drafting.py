"""Short ways to save a member's draft in a test."""

from django.test import Client

from accounts.models import User
from forum.models import Draft

REPLY = "/essays/an-essay/p1/reply/"
PAGE = "/essays/an-essay/p1/"
WORDS = '  "My" <long> & *words*,\n\n- in </textarea> lines'
JSON = {"Accept": "application/json"}


def put(client: Client, words: str, base: str = "", path: str = REPLY, status: int = 200, **more: str) -> str:
    """Save as a script does; return the version that is kept now."""
    data = {"source": words, "draft": base, **more}
    answer = client.post("/drafts/", data, query_params={"for": path}, headers=JSON)
    assert answer.status_code == status, answer.content
    return str(answer.json().get("version", ""))


def words_kept(member: User, path: str = REPLY) -> str:
    return str(Draft.objects.get(member=member, path=path).words["source"])
