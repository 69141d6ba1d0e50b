"""The instance's settings in the console: each page changes what it names, and says what is wrong at the field."""

import pytest

from gatepost.core.access import access_control_attributes
from gatepost.core.access.model import AccessControlAttribute
from gatepost.core.instances import branding, instances
from gatepost.core.instances.model import Branding
from gatepost.core.signin import password_policy, signin_settings
from gatepost.core.signin.factors.model import DeviceKind
from gatepost.core.signin.model import PasswordPolicy
from gatepost.core.signin.policy import MfaMode, SigninSettings, WithoutDevice
from tests.doors.console.conftest import Administrator, Organisation
from tests.pictures import PNG

LOOK = "/console/settings/look"
FACTORS = "/console/settings/second-factors"
PASSWORDS = "/console/settings/passwords"
SESSIONS = "/console/settings/sessions"
ATTRIBUTES = "/console/settings/attributes"
REGIONS = "/console/settings/regions"
AAGUID = "cb69481e-8ff7-4039-93ec-0a2729a154a8"


def signin(organisation: Organisation) -> SigninSettings:
    return organisation.write(lambda call: signin_settings.read(call, organisation.made.instance.instance_id))


def test_the_instance_is_renamed(organisation: Organisation, administrator: Administrator) -> None:
    administrator.get("/console/settings")
    assert administrator.submit({"name": ""}, at="/console/settings").status_code == 400
    assert administrator.problem("name") == "The name is missing."
    assert administrator.submit({"name": "Alder & Rowe"}, at="/console/settings").status_code == 303
    administrator.get("/console/settings")
    assert administrator.value("name") == "Alder & Rowe"
    assert len([each for each in organisation.events("UpdateInstance") if "errorCode" not in each]) == 1


def test_the_organisation_is_shown_as_it_looks(organisation: Organisation, administrator: Administrator) -> None:
    instance_id = organisation.made.instance.instance_id
    administrator.get(LOOK)
    token = administrator.fields()
    chosen = {**token, "organisation_name": "Alder & Rowe", "own_colour": "yes", "accent_colour": "#7A1FA2"}
    assert administrator.upload(LOOK, chosen, PNG, "logo").status_code == 303
    found = organisation.write(lambda call: branding.read(call, instance_id))
    assert (found.organisation_name, found.accent_colour) == ("Alder & Rowe", "#7a1fa2")
    assert found.logo is not None
    assert found.logo.startswith("data:image/png;base64,")
    assert found.logo not in str(organisation.events("UpdateBranding"))
    assert found.logo in administrator.get(LOOK).text
    for wrong, picture, field, said in (
        ({}, b"<svg/>", "logo", "SVG can hold a script"),
        ({}, PNG + bytes(100_000), "logo", "A logo has at most 100000 bytes."),
        ({}, PNG + bytes(300_000), "logo", "A logo has at most 100000 bytes."),
        ({"organisation_name": "x" * 65}, None, "organisation_name", "This may have 64 characters"),
        ({"accent_colour": "red"}, None, "form", "accent_colour is # and six hex digits"),
    ):
        assert administrator.upload(LOOK, {**chosen, **wrong}, picture, "logo").status_code == 400
        assert said in (administrator.text() if field == "form" else administrator.problem(field))
    assert organisation.write(lambda call: branding.read(call, instance_id)) == found
    assert administrator.upload(LOOK, {**token, "organisation_name": "", "without_logo": "yes"}).status_code == 303
    assert organisation.write(lambda call: branding.read(call, instance_id)) == Branding()


def test_second_factors_are_set_as_a_whole(organisation: Organisation, administrator: Administrator) -> None:
    administrator.get(FACTORS)
    chosen = {
        "mfa_mode": "CONTEXT_AWARE",
        "without_device": "REGISTER",
        "kind_WEBAUTHN": "yes",
        "aaguids": AAGUID.upper(),
    }
    assert administrator.submit(chosen, at=FACTORS).status_code == 303
    assert signin(organisation) == SigninSettings(
        mfa_mode=MfaMode.CONTEXT_AWARE,
        without_device=WithoutDevice.REGISTER,
        device_kinds=(DeviceKind.WEBAUTHN,),
        aaguids=(AAGUID,),
        passkey_alone=False,
        self_management=False,
    )
    [event] = organisation.events("UpdateSigninSettings")
    assert event["requestParameters"]["mfa_mode"] == "CONTEXT_AWARE"
    administrator.get(FACTORS)
    assert [box.get("name") for box in administrator.boxes() if box.get("checked") is not None] == ["kind_WEBAUTHN"]


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"mfa_mode": "SOMETIMES"}, "mfa_mode", "Choose when a second factor is asked for."),
        ({"without_device": ""}, "without_device", "Choose what becomes of somebody without a device."),
        ({}, "without_device", "Nobody can add a device while no kind of device is allowed below."),
    ],
)
def test_what_would_let_nobody_in_is_refused(
    organisation: Organisation, administrator: Administrator, values: dict[str, str], field: str, sentence: str
) -> None:
    administrator.get(FACTORS)
    chosen = {"mfa_mode": "ALWAYS", "without_device": "REGISTER", **values}
    assert administrator.submit(chosen, at=FACTORS).status_code == 400
    assert administrator.problem(field) == sentence
    assert signin(organisation) == SigninSettings()


def test_a_model_that_is_none_is_refused(organisation: Organisation, administrator: Administrator) -> None:
    administrator.get(FACTORS)
    chosen = {"mfa_mode": "ALWAYS", "without_device": "ALLOW", "aaguids": "yubikey"}
    assert administrator.submit(chosen, at=FACTORS).status_code == 400
    assert "An AAGUID is 32 hex digits" in administrator.text()
    assert signin(organisation).aaguids == ()


def test_sessions_are_as_long_as_is_said(organisation: Organisation, administrator: Administrator) -> None:
    administrator.get(SESSIONS)
    assert "Empty: 8 hours, as the installation has it." in administrator.text()
    lengths = {
        "session_minutes": "12",
        "session_minutes_unit": "hours",
        "session_idle_minutes": "",
        "session_idle_minutes_unit": "days",
    }
    assert administrator.submit(lengths, at=SESSIONS).status_code == 303
    assert (signin(organisation).session_minutes, signin(organisation).session_idle_minutes) == (720, None)
    administrator.get(SESSIONS)
    assert administrator.value("session_minutes") == "12"
    for wrong in ("14", "1.5", "-30", "999999999"):
        short = {**lengths, "session_minutes": wrong, "session_minutes_unit": "minutes"}
        assert administrator.submit(short, at=SESSIONS).status_code == 400
        assert administrator.problem("session_minutes").startswith("This is 15 minutes to 90 days")
        assert administrator.value("session_minutes") == wrong
    assert signin(organisation).session_minutes == 720


def test_passwords_are_asked_for_what_is_set(organisation: Organisation, administrator: Administrator) -> None:
    instance_id = organisation.made.instance.instance_id
    administrator.get(PASSWORDS)
    chosen = {"minimum_length": "20", "remembered": "0", "blocked_words": " harbour \r\nharbour\r\n\r\nnorth pier"}
    assert administrator.submit(chosen, at=PASSWORDS).status_code == 303
    policy = organisation.write(lambda call: password_policy.read(call, instance_id))
    assert policy == PasswordPolicy(20, ("harbour", "north pier"), 0)
    for field, value, sentence in (
        ("minimum_length", "7", "This is a number from 8 to 64."),
        ("remembered", "x", "This is a number from 0"),
        ("blocked_words", "abc", "A blocked word has 4 to 64 characters"),
    ):
        administrator.get(PASSWORDS)
        assert administrator.submit({**chosen, field: value}, at=PASSWORDS).status_code == 400
        assert administrator.problem(field).startswith(sentence)
    assert organisation.write(lambda call: password_policy.read(call, instance_id)) == policy


def test_attributes_are_switched_on_given_taken_and_switched_off(
    organisation: Organisation, administrator: Administrator
) -> None:
    administrator.get(ATTRIBUTES)
    assert administrator.submit({}, at=f"{ATTRIBUTES}/enable").status_code == 303
    put = f"{ATTRIBUTES}/put"
    for key, source in (
        ("team", "${path:enterprise.department}"),
        ("Team", "${user:email}"),
        ("mail", "${user:email}"),
    ):
        administrator.get(ATTRIBUTES)
        assert (
            administrator.submit({"key": key, "source": source}, at=put, form=f".//form[@action='{put}']").status_code
            == 303
        )
    administrator.get(ATTRIBUTES)
    assert administrator.rows() == ["Team", "mail"]
    for key, source, said in (
        ("", "${user:email}", "The key is missing."),
        ("aws:team", "${user:email}", "begin with aws:"),
        ("a#b", "${user:email}", "1 to 128 letters"),
        ("a", "${user:shoes}", "no attribute of a user"),
    ):
        refused = administrator.submit({"key": key, "source": source}, at=put, form=f".//form[@action='{put}']")
        assert refused.status_code == 400
        assert said in administrator.text()
    remove = f"{ATTRIBUTES}/remove"
    administrator.get(administrator.labelled("Remove: mail"))
    token = administrator.fields()
    assert administrator.post(remove, {**token, "key": "mail"}).status_code == 303
    assert administrator.post(remove, {**token, "key": "mail"}).status_code == 404
    administrator.get(f"{ATTRIBUTES}/disable")
    assert "Team${user:email}" in administrator.text()
    assert administrator.submit({}, at=f"{ATTRIBUTES}/disable").status_code == 303
    administrator.get(ATTRIBUTES)
    assert "They are switched off" in administrator.text()


def test_fifty_attributes_are_enough(organisation: Organisation, administrator: Administrator) -> None:
    arn = organisation.made.instance.arn
    made = [AccessControlAttribute(f"k{n}", "${user:email}") for n in range(50)]
    organisation.write(lambda call: access_control_attributes.create(call, arn, made))
    administrator.get(ATTRIBUTES)
    put = f"{ATTRIBUTES}/put"
    refused = administrator.submit({"key": "more", "source": "${user:email}"}, at=put, form=f".//form[@action='{put}']")
    assert refused.status_code == 400
    assert "At most 50" in administrator.text()


def test_a_region_is_added_and_removed(organisation: Organisation, administrator: Administrator) -> None:
    administrator.get(REGIONS)
    for name, said in (
        ("Frankfurt", "not the name of a Region"),
        (organisation.made.instance.region, "already enabled"),
    ):
        assert administrator.submit({"region": name}, at=f"{REGIONS}/add").status_code == 400
        assert said in administrator.problem("region")
    assert administrator.submit({"region": "ap-south-2"}, at=f"{REGIONS}/add").status_code == 303
    administrator.get(REGIONS)
    assert "Being added" in administrator.text()
    organisation.work()
    administrator.get(REGIONS)
    assert "Being added" not in administrator.text()
    remove = f"{REGIONS}/ap-south-2/remove"
    administrator.get(remove)
    assert administrator.submit({}, at=remove).status_code == 303
    organisation.work()
    arn = organisation.made.instance.arn
    assert len(organisation.write(lambda call: instances.require(call, arn)).regions) == 1
    assert administrator.get(remove).status_code == 404


def test_who_only_looks_sees_each_page_and_changes_nothing(organisation: Organisation, reader: Administrator) -> None:
    for page in ("/console/settings", LOOK, FACTORS, PASSWORDS, SESSIONS, ATTRIBUTES, REGIONS):
        assert reader.get(page).status_code == 200
        assert "does not allow" in reader.text()
    token = reader.fields(".//form")
    assert reader.upload(LOOK, token).status_code == 403
    region = f"{REGIONS}/ap-south-2"
    for path in (FACTORS, PASSWORDS, SESSIONS, f"{ATTRIBUTES}/enable", f"{ATTRIBUTES}/put", f"{ATTRIBUTES}/remove"):
        assert reader.post(path, token).status_code == 403
    for path in (f"{ATTRIBUTES}/disable", f"{REGIONS}/add", f"{region}/remove"):
        assert reader.post(path, token).status_code == 403
    assert reader.get(f"{region}/remove").status_code == 403
    assert signin(organisation) == SigninSettings()
