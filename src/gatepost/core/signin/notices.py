"""Mails about what has changed in how a person signs in, in case it was not they."""

from gatepost.core.call import Call
from gatepost.core.directory.model import User
from gatepost.core.mailing import enqueue_mail


def tell(call: Call, user: User, notice: str, what: str = "", *, to: str | None = None) -> None:
    """Tell a person by mail what has changed; `notice` is the mail's own word for it, as in `parts/notices.html`.

    It goes to their address, or to `to` where that is not theirs any more.
    """
    address = to or user.primary_email
    if address is None:
        return
    context = {
        "notice": notice,
        "what": what,
        "display_name": user.display_name,
        "happened_at": call.now,
        "address": call.client.address,
        "security_url": f"{call.settings.public_url}/security",
    }
    enqueue_mail(call, to=address, template="security_notice", context=context, language=user.language)
