"""Every kind of job, and what does it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any, Protocol

from gatepost.core import actors, idempotency, mailing
from gatepost.core.access import instance_deletion, provisioning, requests
from gatepost.core.ask import Ask, Client
from gatepost.core.audit import store as audit_store
from gatepost.core.audit.model import RETENTION_DAYS
from gatepost.core.call import Call, Runtime
from gatepost.core.directory import imports, users
from gatepost.core.federation import back_channel, certificate_warnings, provider_certificates
from gatepost.core.federation import store as federation_store
from gatepost.core.federation.metadata_refresh import Read
from gatepost.core.iam import revocations
from gatepost.core.instances import instances
from gatepost.core.keys import signing_keys
from gatepost.core.organization import accounts
from gatepost.core.provisioning import keeping, reminders
from gatepost.core.provisioning import store as provisioning_store
from gatepost.core.signin import first_sign_in, invitations, resets, sessions
from gatepost.core.signin import store as signin_store
from gatepost.core.tokens import store as tokens_store
from gatepost.jobs import provider_metadata
from gatepost.jobs.runner import Handler, Inside, Outside, Periodic
from gatepost.kit import ids
from gatepost.outbound.mail import Letter, Mailer
from gatepost.store.database import Transaction


class Written(Protocol):
    """A letter's content."""

    @property
    def subject(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def html(self) -> str: ...


Write = Callable[[str, Mapping[str, Any]], Written]
"""Fills a template, by name, with its context."""


Tell = Callable[[Runtime, Mapping[str, Any]], object]
"""Tells an application of a logout, as a job's payload says."""


def all_handlers(write: Write, mailer: Mailer, read: Read, tell_of_logout: Tell) -> list[Handler]:
    """Return the handlers of every kind of job that the core enqueues, and what is due again and again."""
    return [
        Inside("create-account", _by("organizations.amazonaws.com"), accounts.create_requested),
        Inside(instances.SETTLE_INSTANCE, _by("sso.amazonaws.com"), instances.settle),
        Inside(instance_deletion.DELETE_INSTANCE, _by("sso.amazonaws.com"), instance_deletion.carry_out),
        Inside("provision-assignment", _by("sso.amazonaws.com"), provisioning.provision_assignment),
        Inside("provision-permission-set", _by("sso.amazonaws.com"), provisioning.provision_permission_set),
        Inside(users.INVITE_USER, _by("sso-directory.amazonaws.com"), invitations.send_invitation),
        Inside(resets.SEND_RESET, _by("sso-directory.amazonaws.com"), resets.send_asked),
        Inside(first_sign_in.SEND_CODE, _by("signin.amazonaws.com"), first_sign_in.send_asked),
        Inside(imports.IMPORT_USERS, _by("identitystore.amazonaws.com"), _import_users),
        Inside(users.END_SESSIONS, _by("sso-directory.amazonaws.com"), sessions.end_of_user),
        Inside(reminders.REMIND_OF_TOKEN, _by("sso-directory.amazonaws.com"), reminders.remind),
        Inside(
            provider_certificates.WARN_OF_PROVIDER_CERTIFICATE, _by("sso.amazonaws.com"), provider_certificates.warn
        ),
        Inside(signing_keys.WARN_OF_CERTIFICATE, _by("sso.amazonaws.com"), certificate_warnings.warn),
        Outside(back_channel.TELL_OF_LOGOUT, tell_of_logout),
        Outside(mailing.SEND_MAIL, lambda runtime, payload: _send_mail(runtime, payload, write, mailer)),
        Periodic("sweep", timedelta(minutes=5), _sweep),
        Periodic("refresh-metadata", timedelta(days=1), lambda runtime: provider_metadata.refresh(runtime, read)),
    ]


def _by(service: str) -> Callable[[Runtime], Ask]:
    def ask(runtime: Runtime) -> Ask:
        client = Client(service, service, ids.new_uuid(runtime.entropy), runtime.settings.region)
        return Ask(actors.service(service), "gatepost:RunJob", service, client, writes=True)

    return ask


def _import_users(call: Call, payload: Mapping[str, Any]) -> None:
    imports.carry_out(call, payload, keeping.is_kept)


def _send_mail(runtime: Runtime, payload: Mapping[str, Any], write: Write, mailer: Mailer) -> None:
    to, template, context = mailing.open_letter(runtime.vault, payload)
    written = write(template, context)
    sender = runtime.settings.mail_from
    letter = Letter(sender, to, written.subject, written.text, written.html)
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    mailer.send(letter.message(runtime.clock.now(), domain))
    # Without a mail server the link must be found somewhere: this is how somebody who tries Gatepost out gets in.
    links = {} if runtime.settings.smtp_url.get_secret_value() else _links(context)
    runtime.log.info("mail_sent", template=template, to=to, **links)


def _links(context: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in context.items() if name.endswith("_url")}


def _sweep(runtime: Runtime) -> None:
    """Forget what has had its time, each kind of thing in a transaction of its own."""
    now: datetime = runtime.clock.now()
    yesterday = now - timedelta(days=1)
    sweeps: tuple[Callable[[Transaction], int], ...] = (
        lambda tx: audit_store.delete_events_before(tx, now - timedelta(days=RETENTION_DAYS)),
        lambda tx: idempotency.sweep(tx, yesterday),
        lambda tx: requests.sweep(tx, now),
        lambda tx: imports.sweep(tx, now),
        lambda tx: signin_store.sweep(tx, now),
        lambda tx: revocations.sweep(tx, now),
        lambda tx: tokens_store.sweep(tx, yesterday),
        lambda tx: provisioning_store.sweep(tx, yesterday),
        lambda tx: federation_store.sweep(tx, now),
    )
    for sweep in sweeps:
        runtime.database.write(sweep)
