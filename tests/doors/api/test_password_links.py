"""Links with which people set a password, sent by an administrator's program."""

from gatepost import app
from tests.doors.api.programs import Program
from tests.doors.portal.conftest import Installation


def mails(gatepost: Installation) -> list[str]:
    app.make_runner(gatepost.runtime).drain()
    folder = gatepost.runtime.settings.data_dir / "mail"
    return [file.read_text() for file in sorted(folder.iterdir())] if folder.exists() else []


def test_an_invitation_is_sent_again(gatepost: Installation, administrator: Program) -> None:
    answer = administrator.send("POST", f"/users/{gatepost.made.admin.user_id}/invitation")
    assert (answer.status_code, answer.data) == (204, b"")
    [mail] = mails(gatepost)
    assert "/invitation/gpi_" in mail
    [event] = gatepost.events("SendInvitation")
    assert event["requestParameters"] == {"user_id": gatepost.made.admin.user_id}


def test_a_reset_is_sent(gatepost: Installation, administrator: Program) -> None:
    answer = administrator.send("POST", f"/users/{gatepost.made.admin.user_id}/password-reset")
    assert answer.status_code == 204
    [mail] = mails(gatepost)
    assert "/reset-password/gpi_" in mail
    assert gatepost.browser().sign_in().status_code == 303


def test_who_only_reads_sends_nothing(gatepost: Installation, reader: Program) -> None:
    for what in ("invitation", "password-reset"):
        assert reader.send("POST", f"/users/{gatepost.made.admin.user_id}/{what}").status_code == 403
    assert mails(gatepost) == []


def test_a_disabled_person_gets_none(gatepost: Installation, administrator: Program) -> None:
    gatepost.disable_admin()
    for what in ("invitation", "password-reset"):
        answer = administrator.send("POST", f"/users/{gatepost.made.admin.user_id}/{what}")
        assert answer.status_code == 409
        assert answer.json is not None
        assert answer.json["reason"] == "UserDisabled"
    assert mails(gatepost) == []
