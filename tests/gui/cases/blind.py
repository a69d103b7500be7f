"""The switch of blind work."""

from collections.abc import Iterator

from annotator.core.model import Setting
from annotator.store.project import Project
from tests.gui.cases import case
from tests.gui.conftest import User


@case("blind.switch")
def switch(user: User) -> Iterator[None]:
    action = user.window.actions_table.get("blind.switch")
    assert not action.isChecked()
    yield
    user.qtbot.waitUntil(action.isChecked)
    with Project(user.window.session.project.path, read_only=True) as project:
        assert [each.value for each in project.query.every(Setting) if each.id == "blind"] == [True]
    user.command("edit.undo")
    user.qtbot.waitUntil(lambda: not action.isChecked())
