"""Addresses of the guided fixes at the desk, below /desk/runbooks/."""

from __future__ import annotations

from django.urls import path

from derman.web.runbooks.views import reading, writing

app_name = "runbooks"
urlpatterns = [
    path("", reading.index, name="index"),
    path("add/", writing.add, name="add"),
    path("starting-set/", writing.seed, name="seed"),
    path("<int:pk>/", reading.one, name="one"),
    path("<int:pk>/details/", writing.details, name="details"),
    path("<int:pk>/step/", writing.step, name="step"),
    path("<int:pk>/step/remove/", writing.remove_step, name="step_remove"),
    path("<int:pk>/step/move/", writing.move_step, name="step_move"),
    path("<int:pk>/publish/", writing.publish, name="publish"),
    path("<int:pk>/withdraw/", writing.withdraw, name="withdraw"),
    path("<int:pk>/remove/", writing.remove, name="remove"),
    path("<int:pk>/bring-back/", writing.bring_back, name="bring_back"),
    path("<int:pk>/preview/", reading.preview, name="preview"),
    path("<int:pk>/figures/", reading.figures, name="figures"),
    path("<int:pk>/versions/", reading.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/", reading.compare, name="compare"),
    path("<int:pk>/versions/<int:number>/restore/", writing.restore, name="restore"),
]
