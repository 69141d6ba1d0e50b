"""Every identifier format: made here, recognised here.

The shapes are those of the service models' patterns (identitystore `UserId`, sso-admin `PermissionSetArn`, iam `accessKeyIdType` …).
"""

import re
import string
from collections.abc import Callable

from gatepost.kit.entropy import Entropy, random_text

_HEX = "0123456789abcdef"
_VARIANT = {digit: "89ab"[number % 4] for number, digit in enumerate(_HEX)}
_LOWER = string.ascii_lowercase + string.digits
_IAM = string.ascii_uppercase + "234567"

ACCOUNT_ID = re.compile(r"\d{12}", re.ASCII)
IDENTITY_STORE_ID = re.compile(r"d-[0-9a-f]{10}")
DIRECTORY_ID = re.compile(r"([0-9a-f]{10}-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
"""A user's, a group's or a membership's id, also as stores of AWS's own that have no prefix write it."""


def new_uuid(entropy: Entropy) -> str:
    """Return a version 4 UUID (RFC 9562) in lower case."""
    text = entropy.token_bytes(16).hex()
    # By hand at a quarter of the cost of uuid.UUID: each call makes two. The version is 4, the variant one of 8, 9, a and b.
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{_VARIANT[text[16]]}{text[17:20]}-{text[20:]}"


def new_account_id(entropy: Entropy) -> str:
    """Return twelve digits that do not begin with 0."""
    return random_text(entropy, "123456789", 1) + random_text(entropy, string.digits, 11)


def new_organization_id(entropy: Entropy) -> str:
    """Return an organisation's id, `o-` and ten letters or digits."""
    return "o-" + random_text(entropy, _LOWER, 10)


def new_root_id(entropy: Entropy) -> str:
    """Return the id of an organisation's root, `r-` and four letters or digits."""
    return "r-" + random_text(entropy, _LOWER, 4)


def new_organizational_unit_id(entropy: Entropy, root_id: str) -> str:
    """Return an organisational unit's id: `ou-`, the root's own part and eight letters or digits."""
    return f"ou-{root_id.removeprefix('r-')}-{random_text(entropy, _LOWER, 8)}"


def new_account_request_id(entropy: Entropy) -> str:
    """Return the id of a CreateAccount request, `car-` and 32 hex digits."""
    return "car-" + random_text(entropy, _HEX, 32)


def new_instance_id(entropy: Entropy) -> str:
    """Return an Identity Center instance's id, `ssoins-` and 16 hex digits."""
    return "ssoins-" + random_text(entropy, _HEX, 16)


def new_identity_store_id(entropy: Entropy) -> str:
    """Return an identity store's id, `d-` and ten hex digits."""
    return "d-" + random_text(entropy, _HEX, 10)


def new_permission_set_id(entropy: Entropy) -> str:
    """Return a permission set's id, `ps-` and 16 hex digits."""
    return "ps-" + random_text(entropy, _HEX, 16)


def new_application_id(entropy: Entropy) -> str:
    """Return an application's id, `apl-` and 16 hex digits."""
    return "apl-" + random_text(entropy, _HEX, 16)


def new_trusted_token_issuer_id(entropy: Entropy) -> str:
    """Return a trusted token issuer's id, `tti-` and a UUID."""
    return f"tti-{new_uuid(entropy)}"


def new_signing_key_id(entropy: Entropy) -> str:
    """Return the id of a signing key and its certificate, `key-` and 16 hex digits."""
    return "key-" + random_text(entropy, _HEX, 16)


def new_saml_id(entropy: Entropy) -> str:
    """Return the ID of a SAML message or assertion: 128 bits, behind an underscore since an xs:ID begins with no digit."""
    return "_" + random_text(entropy, _HEX, 32)


def new_directory_id(entropy: Entropy, identity_store_id: str) -> str:
    """Return the id of a user, group or membership: the store's ten digits and a UUID."""
    return f"{identity_store_id.removeprefix('d-')}-{new_uuid(entropy)}"


def new_role_suffix(entropy: Entropy) -> str:
    """Return the 16 hex digits at the end of AWSReservedSSO_<name>_<suffix>."""
    return random_text(entropy, _HEX, 16)


def new_role_id(entropy: Entropy) -> str:
    """Return an IAM role's unique id, AROA…, 21 characters."""
    return "AROA" + random_text(entropy, _IAM, 17)


def new_iam_user_id(entropy: Entropy) -> str:
    """Return an IAM user's unique id, AIDA…, 21 characters."""
    return "AIDA" + random_text(entropy, _IAM, 17)


def new_policy_id(entropy: Entropy) -> str:
    """Return a customer managed policy's unique id, ANPA…, 21 characters."""
    return "ANPA" + random_text(entropy, _IAM, 17)


def new_access_key_id(entropy: Entropy) -> str:
    """Return the id of a long-lived access key, AKIA…, 20 characters."""
    return "AKIA" + random_text(entropy, _IAM, 16)


def new_temporary_access_key_id(entropy: Entropy) -> str:
    """Return the id of a temporary access key, ASIA…, 20 characters."""
    return "ASIA" + random_text(entropy, _IAM, 16)


def new_secret_access_key(entropy: Entropy) -> str:
    """Return a secret access key: 40 characters of base64's alphabet, 240 bits."""
    return random_text(entropy, string.ascii_letters + string.digits + "+/", 40)


def new_token(entropy: Entropy, prefix: str = "") -> str:
    """Return an opaque token of 256 bits, base62, behind a `prefix` that secret scanners can recognise."""
    return prefix + random_text(entropy, string.ascii_letters + string.digits, 43)


def new_bearer_token_id(entropy: Entropy) -> str:
    """Return the id of an identity provider's access token, 32 hex digits: it stands in events where an access key's id does."""
    return random_text(entropy, _HEX, 32)


def new_user_code(entropy: Entropy) -> str:
    """Return a device grant's user code, ABCD-EFGH: 20 consonants, 34 bits (RFC 8628 section 6.1)."""
    code = random_text(entropy, "BCDFGHJKLMNPQRSTVWXZ", 8)
    return f"{code[:4]}-{code[4:]}"


def fold_user_code(typed: str) -> str:
    """Return a typed user code as it is stored: case, hyphens and blanks do not count (RFC 8628 section 6.1)."""
    letters = re.sub(r"[^A-Z]", "", typed.upper())
    return f"{letters[:4]}-{letters[4:]}"


IdMaker = Callable[[Entropy], str]
