from django.urls import path, re_path

from essays.models import REF_PATTERN
from forum.views import appeals, drafts, flags, following, log, news, notices, opening, posts, reading, reply, threads

PASSAGE = rf"^essays/(?P<slug>[-\w]+)/(?P<ref>{REF_PATTERN})/"

urlpatterns = [
    path("", reading.library, name="library"),
    re_path(r"^essays/(?P<slug>[-\w]+)/$", reading.essay, name="essay"),
    re_path(r"^essays/(?P<slug>[-\w]+)/reply/$", reply.to_essay, name="reply_to_essay"),
    re_path(rf"{PASSAGE}$", reading.passage, name="passage"),
    re_path(rf"{PASSAGE}reply/$", reply.to_passage, name="reply_to_passage"),
    re_path(r"^essays/(?P<slug>[-\w]+)/news/$", news.of_essay, name="news_of_essay"),
    re_path(rf"{PASSAGE}news/$", news.of_passage, name="news_of_passage"),
    re_path(rf"{PASSAGE}follow/$", following.passage, name="follow_passage"),
    path("discussions/", threads.discussions, name="discussions"),
    path("discussions/new/", opening.new, name="new_discussion"),
    re_path(r"^discussions/(?P<pk>\d{1,18})-(?P<slug>[-\w]+)/$", threads.thread, name="thread"),
    re_path(r"^discussions/(?P<pk>\d{1,18})-(?P<slug>[-\w]+)/reply/$", reply.to_thread, name="reply_to_thread"),
    re_path(r"^discussions/(?P<pk>\d{1,18})-(?P<slug>[-\w]+)/news/$", news.of_thread, name="news_of_thread"),
    re_path(r"^discussions/(?P<pk>\d{1,18})/follow/$", following.thread, name="follow_thread"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/reply/", reply.to_post, name="reply_to_post"),
    path("posts/<int:pk>/edit/", posts.edit, name="edit_post"),
    path("posts/<int:pk>/withdraw/", posts.withdraw, name="withdraw_post"),
    path("posts/<int:pk>/history/", posts.history, name="post_history"),
    path("posts/<int:pk>/flag/", flags.flag, name="flag_post"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("following/", following.followed, name="following"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="read_notices"),
    path("notices/<int:number>/appeal/", appeals.appeal, name="appeal"),
    path("moderation/log/", log.log, name="moderation_log"),
    re_path(r"^members/(?P<username>[A-Za-z0-9_-]{1,30})/$", threads.member, name="member"),
]
