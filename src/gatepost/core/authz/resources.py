"""ResourceElement: the resources that a statement names, or with NotResource all others."""

from dataclasses import dataclass

from gatepost.core.authz.patterns import ARN_SEGMENTS, Matcher, compile_arn
from gatepost.core.authz.variables import NO_CONTEXT, ContextValues, Literal, Template, Variable, template


@dataclass(frozen=True, slots=True)
class ResourceElement:
    """`everything` is the pattern `*`; `patterns` are compiled; `texts` have variables in them, `templates` wildcards too."""

    everything: bool
    patterns: tuple[Matcher, ...]
    texts: tuple[Template, ...]
    templates: tuple[Template, ...]
    negated: bool

    def matches(self, resource: str, context: ContextValues) -> bool:
        """Say whether the statement is about a resource: an ARN, or `*` where the action knows none."""
        return (self.everything or self._names(resource, context)) is not self.negated

    def _names(self, resource: str, context: ContextValues) -> bool:
        for pattern in self.patterns:
            if pattern(resource):
                return True
        # "… the resource that includes a policy variable with no value will not match any resource": its text is None.
        for text in self.texts:
            if text.text(context) == resource:
                return True
        return any(_template_matches(each, resource, context) for each in self.templates)


def compile_resources(resources: tuple[str, ...], *, negated: bool, variables: bool) -> ResourceElement:
    """Compile Resource or NotResource; `variables` says whether the policy's version knows them."""
    templates = [_arn_template(resource, variables) for resource in resources if resource != "*"]
    varying = [each for each in templates if each.varies]
    return ResourceElement(
        everything="*" in resources,
        patterns=tuple(compile_arn(each.glob(NO_CONTEXT) or "") for each in templates if not each.varies),
        texts=tuple(each for each in varying if not each.has_wildcards),
        templates=tuple(each for each in varying if each.has_wildcards),
        negated=negated,
    )


def _arn_template(resource: str, variables: bool) -> Template:
    """Parse the sixth segment alone: "You can't use a variable to replace parts of the ARN before the fifth colon".

    IAM takes segments that are not there for `*`, as its own sentences about such a resource show.
    """
    segments = resource.split(":", ARN_SEGMENTS - 1)
    segments += ["*"] * (ARN_SEGMENTS - len(segments))
    head = ":".join(segments[:-1]) + ":"
    parts: tuple[str | Literal | Variable, ...] = template(segments[-1], variables=variables).parts
    return Template((head, *parts))


def _template_matches(pattern: Template, resource: str, context: ContextValues) -> bool:
    glob = pattern.glob(context)
    return glob is not None and bool(compile_arn(glob)(resource))
