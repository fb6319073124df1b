from django.urls import path, register_converter
from django.urls.converters import StringConverter

from ..views import example_writing as writing
from ..views import examples, moderation


class AuthorStep(StringConverter):
    regex = "recall|revise|reopen|drop_update|withdraw|discard"


class Answer(StringConverter):
    regex = "publish|request_changes|decline|refer|remove"


class Hash(StringConverter):
    regex = "[0-9a-f]{64}"


register_converter(AuthorStep, "author_step")
register_converter(Answer, "answer")
register_converter(Hash, "sha256")

_ONE = "examples/<uuid:example_id>/"

urlpatterns = [
    path("examples/", examples.example_list, name="examples"),
    path("examples/table.csv", examples.example_csv, name="examples-csv"),
    path("examples/new/", writing.example_new, name="example-new"),
    path(_ONE, examples.example_detail, name="example"),
    path(f"{_ONE}versions/<int:no>/", examples.example_version, name="example-version"),
    path(f"{_ONE}files/<sha256:sha256>/", examples.example_file, name="example-file"),
    path(f"{_ONE}edit/", writing.example_edit, name="example-edit"),
    path(f"{_ONE}autosave/", writing.example_autosave, name="example-autosave"),
    path(f"{_ONE}check/", writing.example_check, name="example-check"),
    path(f"{_ONE}status/", writing.example_status, name="example-status"),
    path(f"{_ONE}files/", writing.example_add_file, name="example-add-file"),
    path(
        f"{_ONE}files/<uuid:file_id>/remove/",
        writing.example_remove_file,
        name="example-remove-file",
    ),
    path(f"{_ONE}<author_step:verb>/", writing.example_step, name="example-step"),
    path("moderation/", moderation.moderation_queue, name="moderation"),
    path("moderation/<uuid:example_id>/", moderation.moderate_example, name="moderate-example"),
    path(
        "moderation/<uuid:example_id>/<answer:verb>/",
        moderation.answer_example,
        name="moderate-example-answer",
    ),
]
