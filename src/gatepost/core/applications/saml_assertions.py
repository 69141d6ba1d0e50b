"""What an application is told of a person who enters it, and a preview of the same for an administrator."""

from dataclasses import dataclass

from gatepost.core.applications import store
from gatepost.core.applications.attribute_mappings import Attribute, Person, attributes_of, values_of
from gatepost.core.applications.saml_model import NameIdFormat, SamlSettings
from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.instances.model import Instance
from gatepost.kit import ids
from gatepost.kit.errors import Refused

NO_SUBJECT = "SubjectMissing"


@dataclass(frozen=True, slots=True)
class Statements:
    """The subject of an assertion, and its attributes."""

    name_id: str
    name_id_format: NameIdFormat
    attributes: tuple[Attribute, ...]


def statements(call: Call, instance: Instance, settings: SamlSettings, user_id: str) -> Statements:
    """Return what an application with these settings is told of a user.

    Raise Refused where the subject is made of an attribute that the user does not have: an assertion about nobody helps
    nobody. A transient name is new each time (saml-core section 8.3.8).
    """
    user = users.get(call, instance.identity_store_id, user_id)
    person = Person(user, store.saml_applications.group_names_of(call.tx, user_id))
    if settings.name_id_format == "transient":
        name_id = ids.new_saml_id(call.entropy)
    else:
        values = values_of(settings.name_id_value, person)
        if not values:
            raise Refused(
                f"The application needs {settings.name_id_value} of you, which is not in the directory.",
                reason=NO_SUBJECT,
            )
        name_id = values[0]
    return Statements(name_id, settings.name_id_format, attributes_of(settings.attributes, person))
