"""The fields in which a person types a new password twice: what they are told, and what is wrong with what they typed."""

from typing import Any

from gatepost.core.signin import new_passwords
from gatepost.core.signin.new_passwords import Demands
from gatepost.kit.errors import Invalid
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence
from gatepost.web.limits import Form


def described(demands: Demands) -> dict[str, Any]:
    """Return what the fields say of a password, as `parts/new_password.html` takes it."""
    return {
        "minimum_length": demands.rules.minimum_length,
        "remembered": len(demands.earlier),
        "own": "\n".join(word for word in demands.own_words if word),
    }


def problems_of(demands: Demands, form: Form) -> dict[str, str]:
    """Return a sentence for the field that is wrong, or nothing. Slow: never inside a transaction."""
    password = form.get("password", "")
    if password != form.get("password_again", ""):
        return {"password_again": Sentence("The two passwords are not the same.")}
    try:
        new_passwords.require_acceptable(demands, Secret(password))
    except Invalid as invalid:
        return {"password": invalid.message}
    return {}
