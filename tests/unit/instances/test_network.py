"""Which addresses a network configuration lets in."""

import pytest

from gatepost.core.instances.network import IdentityStoreNetwork, InstanceNetwork, check_blocks
from gatepost.kit.errors import Invalid

APPLICATION = "arn:aws:sso::111122223333:application/ssoins-0123456789abcdef/apl-0123456789abcdef"
VPC = "arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0123456789abcdef0"


@pytest.mark.parametrize(
    ("address", "admitted"),
    [
        ("192.0.2.1", True),
        ("192.0.3.1", False),
        ("198.51.100.7", True),
        ("198.51.100.8", False),
        ("2001:db8::1", True),
        ("2001:db9::1", False),
        ("0.0.0.0", False),
        ("sso.amazonaws.com", False),
        ("", False),
    ],
)
def test_the_addresses_of_an_instance(address: str, admitted: bool) -> None:
    network = InstanceNetwork(
        vpce_access_required=True, allow_source_ips=("192.0.2.77/24", "198.51.100.7", "2001:db8::/32")
    )
    assert network.admits(address) is admitted


def test_without_the_requirement_everybody_comes_in_and_nothing_is_kept() -> None:
    network = InstanceNetwork(
        vpce_access_required=False, restrict_source_vpcs=(VPC,), allow_source_ips=("192.0.2.0/24",)
    )
    assert network.admits("198.51.100.7")
    assert network.effective() == InstanceNetwork(vpce_access_required=False)


def test_without_addresses_nobody_comes_in() -> None:
    """There are no VPC endpoints here that a request could come from."""
    assert not InstanceNetwork(vpce_access_required=True).admits("192.0.2.1")
    assert not InstanceNetwork(vpce_access_required=True, restrict_source_vpcs=(VPC,)).admits("192.0.2.1")


@pytest.mark.parametrize(
    ("pattern", "admitted"),
    [
        (APPLICATION, True),
        ("arn:aws:sso::111122223333:application/*", True),
        ("arn:aws:sso::*:application/ssoins-0123456789abcdef/*", True),
        ("arn:aws:sso::444455556666:application/*", False),
        ("arn:aws:sso::111122223333:application/ssoins-0123456789abcdef", False),
    ],
)
def test_applications_may_be_exempt(pattern: str, admitted: bool) -> None:
    network = InstanceNetwork(vpce_access_required=True, exclude_application_arns=(pattern,))
    assert network.admits("192.0.2.1", APPLICATION) is admitted
    assert not network.admits("192.0.2.1")


@pytest.mark.parametrize(
    ("network", "api", "scim"),
    [
        (IdentityStoreNetwork(False), True, True),
        (IdentityStoreNetwork(False, api_allow_source_ips=("198.51.100.0/24",)), True, True),
        (IdentityStoreNetwork(True), False, False),
        (IdentityStoreNetwork(True, api_allow_source_ips=("192.0.2.0/24",)), True, False),
        (IdentityStoreNetwork(False, api_restrict_source_vpcs=(VPC,)), False, True),
        (IdentityStoreNetwork(False, (VPC,), ("192.0.2.0/24",)), True, True),
        (IdentityStoreNetwork(True, scim_allow_source_ips=("0.0.0.0/0",)), False, True),
        (IdentityStoreNetwork(False, scim_allow_source_ips=("198.51.100.0/24",)), True, False),
    ],
)
def test_the_addresses_of_an_identity_store(network: IdentityStoreNetwork, api: bool, scim: bool) -> None:
    assert network.admits_api("192.0.2.1") is api
    assert network.admits_scim("192.0.2.1") is scim


def test_a_block_that_is_none_is_refused() -> None:
    check_blocks(["192.0.2.1", "192.0.2.1/24", "2001:db8::/32"])
    with pytest.raises(Invalid, match="1:2:3"):
        check_blocks(["192.0.2.1", "1:2:3:4:5:6::7:8:9"])
