"""Addresses of teaching at the desk, below /desk/knowledge/learning/."""

from __future__ import annotations

from django.urls import path

from derman.web.teaching.views import assigning, paths, steps

app_name = "teaching"
urlpatterns = [
    path("", paths.index, name="index"),
    path("add/", paths.add, name="add"),
    path("<int:pk>/", paths.one, name="one"),
    path("<int:pk>/details/", paths.details, name="details"),
    path("<int:pk>/publish/", paths.publish, name="publish"),
    path("<int:pk>/withdraw/", paths.withdraw, name="withdraw"),
    path("<int:pk>/remove/", paths.remove, name="remove"),
    path("<int:pk>/bring-back/", paths.bring_back, name="bring_back"),
    path("<int:pk>/articles/", steps.add_article, name="add_article"),
    path("<int:pk>/check/", steps.check, name="add_check"),
    path("<int:pk>/check/<int:step>/", steps.check, name="check"),
    path("<int:pk>/steps/<int:step>/move/", steps.move, name="step_move"),
    path("<int:pk>/steps/<int:step>/remove/", steps.remove, name="step_remove"),
    path("<int:pk>/steps/<int:step>/bring-back/", steps.bring_back, name="step_bring_back"),
    path("<int:pk>/assign/", assigning.assign, name="assign"),
    path("assignments/<int:pk>/withdraw/", assigning.withdraw, name="assignment_withdraw"),
    path("assignments/<int:pk>/bring-back/", assigning.bring_back, name="assignment_bring_back"),
]
