"""How IAM wants a resource to be written in an identity policy, and its sentence where it is not."""

import re

from gatepost.core.authz.patterns import compile_glob

PARTITIONS = (
    "aws",
    "aws-cn",
    "aws-us-gov",
    "aws-iso",
    "aws-iso-b",
    "aws-iso-e",
    "aws-iso-f",
    "aws-eusc",
)
IAM_PATHS = (
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
)
_WILDCARD = re.compile(r"[*?]")


def resource_fault(resource: str) -> str | None:
    """Return IAM's sentence about a resource that it does not take; None for one that it takes."""
    if resource == "*":
        return None
    prefix, *segments = resource.split(":", 5)
    if not segments:
        return f'Resource {resource} must be in ARN format or "*".'
    partition, service, region, account, path = _filled(segments)
    if not any(map(compile_glob(partition.replace("\\", "\\\\")), PARTITIONS)):
        return (
            f'Partition "{partition}" is not valid for resource "arn:{partition}:{service}:{region}:{account}:{path}".'
        )
    if prefix != "arn":
        return f'Resource {resource} must be in ARN format or "*".'
    if _WILDCARD.search(service):
        return "Resource vendor must be fully qualified and cannot contain regexes."
    return _service_fault(resource, service, region, path)


def has_legacy_form(resource: str) -> bool:
    """Say whether IAM's "legacy parsing" gets through a resource: a whole ARN, or one cut short before an empty segment."""
    if resource == "*":
        return True
    segments = resource.split(":")
    return (len(segments) > 5 or "::" not in resource) and len(segments) > 2 and segments[2] != ""


def _service_fault(resource: str, service: str, region: str, path: str) -> str | None:
    named_region = bool(region) and not _WILDCARD.search(region)
    if service == "iam":
        if named_region:
            return f"IAM resource {resource} cannot contain region information."
        return None if _is_iam_path(path) else _IAM_PATH_FAULT
    if service == "s3" and named_region and not path.startswith("accesspoint"):
        return f"Resource {resource} can not contain region information."
    return None


_IAM_PATH_FAULT = f'IAM resource path must either be "*" or start with {", ".join(IAM_PATHS)}.'


def _is_iam_path(path: str) -> bool:
    """Say whether a path can be that of an IAM resource; up to a wildcard it may be the beginning of one."""
    beginning = _WILDCARD.split(path, maxsplit=1)[0]
    if beginning != path:
        return any(known.startswith(beginning) or beginning.startswith(known) for known in IAM_PATHS)
    return path.startswith(IAM_PATHS)


def _filled(segments: list[str]) -> list[str]:
    """Return five segments: IAM takes those that are missing for `*`."""
    filled = segments + ["*"] * (5 - len(segments))
    return [*filled[:1], "*" if segments[1:] == [""] else filled[1], *filled[2:]]
