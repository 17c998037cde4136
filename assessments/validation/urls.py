"""Whether the model works: the validation report of an edition."""

from django.urls import path

from assessments.validation import views

app_name = "validation"
urlpatterns = [
    path("model/validation/", views.newest, name="newest"),
    path("model/validation/<edition:code>/", views.report, name="edition"),
    path("model/validation/<edition:code>/figures/", views.figures, name="figures"),
]
