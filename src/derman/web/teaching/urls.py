"""Addresses of teaching at the desk, below /desk/knowledge/learning/."""

from __future__ import annotations

from django.urls import path

from derman.web.teaching.views import assigning, paths, report, steps, telling

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
    path("report/", report.report, name="report"),
    path("report.csv", report.table, name="report_table"),
    path("news/", telling.news, name="news"),
    path("news/add/", telling.one_news, name="news_add"),
    path("news/<int:pk>/", telling.one_news, name="news_one"),
    path("news/<int:pk>/remove/", telling.remove_news, name="news_remove"),
    path("news/<int:pk>/bring-back/", telling.bring_news_back, name="news_bring_back"),
    path("tips/", telling.tips, name="tips"),
    path("tips/add/", telling.one_tip, name="tip_add"),
    path("tips/practice/", telling.practice, name="practice"),
    path("tips/<int:pk>/", telling.one_tip, name="tip"),
    path("tips/<int:pk>/remove/", telling.remove_tip, name="tip_remove"),
    path("tips/<int:pk>/bring-back/", telling.bring_tip_back, name="tip_bring_back"),
    path("assignments/<int:pk>/withdraw/", assigning.withdraw, name="assignment_withdraw"),
    path("assignments/<int:pk>/bring-back/", assigning.bring_back, name="assignment_bring_back"),
]
