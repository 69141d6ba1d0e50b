"""MalformedPolicyDocument: a policy document that AWS would not take, with AWS's sentence."""

from gatepost.kit.errors import Invalid


class MalformedPolicyDocument(Invalid):
    """The document is not a policy of its kind; the message is AWS's where AWS has one."""

    def __init__(self, message: str) -> None:
        super().__init__(message, reason="MalformedPolicyDocument")
