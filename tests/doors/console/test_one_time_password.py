"""One-time passwords and confirmed addresses in the console."""

from gatepost.core.directory.model import User
from gatepost.core.signin import passwords
from tests.doors.console.conftest import READER, Administrator, Organisation
from tests.doors.portal.conftest import PASSWORD_HASH, element


def page_of(user: User) -> str:
    return f"/console/users/{user.user_id}/one-time-password"


def make(administrator: Administrator, user: User) -> str:
    administrator.get(page_of(user))
    assert administrator.submit({}, at=page_of(user)).status_code == 200
    return str(element(administrator.page.text, ".//main//pre").text)


def test_it_is_shown_once_and_signs_in(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    administrator.get(page_of(maria))
    form = administrator.fields()
    administrator.post(page_of(maria), form)
    password = str(element(administrator.page.text, ".//main//pre").text)
    assert administrator.page.headers["Cache-Control"] == "no-store"
    assert organisation.browser().sign_in("maria", password).location.startswith("/reset-password/")
    again = administrator.post(page_of(maria), form)
    assert again.status_code == 409
    assert "shown already, once" in administrator.text()
    assert organisation.browser().sign_in("maria", password).location.startswith("/reset-password/")
    administrator.get(f"/console/users/{maria.user_id}")
    assert "A one-time password waits to be used" in administrator.text()


def test_the_page_says_what_it_ends_before_it_does(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    organisation.write(lambda call: passwords.store_hash(call, maria.user_id, PASSWORD_HASH))
    theirs = organisation.browser()
    theirs.sign_in("maria")
    administrator.get(page_of(maria))
    assert "they are signed out everywhere" in administrator.text()
    assert theirs.get("/").status_code == 200
    make(administrator, maria)
    assert theirs.get("/").status_code == 303


def test_nobody_signs_themselves_out_by_it(organisation: Organisation, administrator: Administrator) -> None:
    administrator.get(page_of(organisation.made.admin))
    assert administrator.submit({}, at=page_of(organisation.made.admin)).status_code == 409
    assert "This would sign you out." in administrator.text()


def test_who_only_reads_is_told_why_not(organisation: Organisation, administrator: Administrator) -> None:
    maria = organisation.user("maria")
    organisation.reader()
    reader = administrator
    reader.open_console(READER)
    reader.get(f"/console/users/{maria.user_id}")
    assert "does not allow gatepost:CreateOneTimePassword" in reader.text()
    assert reader.get(page_of(maria)).status_code == 403


def test_an_address_is_confirmed_by_a_mail_that_an_administrator_has_sent(
    organisation: Organisation, administrator: Administrator
) -> None:
    maria = organisation.user("maria")
    page = f"/console/users/{maria.user_id}"
    administrator.get(page)
    assert "maria@people.example.com Not confirmed" in administrator.text()
    administrator.submit({}, at=f"{page}/verify-email", form=f".//form[@action='{page}/verify-email']")
    assert administrator.page.location == f"{page}?done=verification-sent"
    organisation.work()
    [mail] = organisation.mails()
    assert mail["Subject"].startswith("Confirm your e-mail address")
