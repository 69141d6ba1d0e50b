"""What an application is told of a person who enters it, and a preview of the same for an administrator."""

from dataclasses import dataclass

from gatepost.core.applications import store
from gatepost.core.applications.attribute_mappings import Attribute, Person, attributes_of, values_of
from gatepost.core.applications.name_ids import Naming, own_naming
from gatepost.core.applications.saml_model import NameIdFormat, SamlSettings
from gatepost.core.call import Call
from gatepost.core.directory import users
from gatepost.core.instances.model import Instance
from gatepost.kit import ids
from gatepost.kit.errors import Refused
from gatepost.kit.sentences import Sentence

NO_SUBJECT = "SubjectMissing"


@dataclass(frozen=True, slots=True)
class Statements:
    """The subject of an assertion, and its attributes."""

    name_id: str
    name_id_format: NameIdFormat
    attributes: tuple[Attribute, ...]


def statements(
    call: Call, instance: Instance, settings: SamlSettings, user_id: str, naming: Naming | None = None
) -> Statements:
    """Return what an application with these settings is told of a user, by the name that is set unless another is given.

    Raise Refused where the subject is made of an attribute that the user does not have: an assertion about nobody helps
    nobody. A transient name is new each time (saml-core section 8.3.8).
    """
    user = users.get(call, instance.identity_store_id, user_id)
    person = Person(user, store.saml_applications.group_names_of(call.tx, user_id))
    named_by = naming or own_naming(settings)
    return Statements(_name(call, named_by, person), named_by.format, attributes_of(settings.attributes, person))


def _name(call: Call, naming: Naming, person: Person) -> str:
    if naming.format == "transient":
        return ids.new_saml_id(call.entropy)
    values = values_of(naming.value, person)
    if not values:
        raise Refused(
            Sentence("The application needs %(value)s of you, which is not in the directory.", value=naming.value),
            reason=NO_SUBJECT,
        )
    return values[0]
