//! Addresses that no Odoo has: link-local ones, where clouds keep the secrets of their machines, however they are written.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::error::Error;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The metadata services that have an address of their own outside of the link-local ranges.
const METADATA: [IpAddr; 3] = [
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
    IpAddr::V6(Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)),
];

pub(crate) fn is_of_the_link(ip: IpAddr) -> bool {
    match ip {
        _ if METADATA.contains(&ip) => true,
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local() || inside(ip).any(|inside| is_of_the_link(IpAddr::V4(inside))),
    }
}

/// What a gateway may make of it: the mapped and the compatible form, NAT64 (both prefixes) and 6to4.
fn inside(ip: Ipv6Addr) -> impl Iterator<Item = Ipv4Addr> {
    let [a, b, c, .., y, z] = ip.segments();
    let of = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    let is_nat64 = (a, b) == (0x64, 0xff9b) && c <= 1;
    let last = (is_nat64 || ip.to_ipv4().is_some()).then(|| of(y, z));
    let six_to_four = (a == 0x2002).then(|| of(b, c));
    last.into_iter().chain(six_to_four)
}

/// Says what a name stands for, unless it stands for such an address.
#[derive(Debug)]
pub(crate) struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(allowed(found.collect())?)
        })
    }
}

/// All of them, or none: whoever names such an address means no good.
pub(crate) fn allowed(found: Vec<SocketAddr>) -> Result<Addrs, Forbidden> {
    match found.iter().any(|address| is_of_the_link(address.ip())) {
        true => Err(Forbidden),
        false => Ok(Box::new(found.into_iter())),
    }
}

/// A name stands for an address that no Odoo has.
#[derive(Debug)]
pub(crate) struct Forbidden;

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name stands for a link-local address")
    }
}

impl Error for Forbidden {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_link_is_known_in_every_disguise() {
        for refused in [
            "169.254.169.254",
            "100.100.100.200",
            "fe80::1",
            "::ffff:169.254.169.254",
            "::169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
            "fd00:ec2::254",
            "fd20:ce::254",
        ] {
            assert!(is_of_the_link(refused.parse().unwrap()), "{refused}");
        }
        for allowed in
            ["127.0.0.1", "::1", "10.0.0.5", "fd00::1", "64:ff9b::a00:5", "2001:db8::a9fe:a9fe", "::ffff:10.0.0.5"]
        {
            assert!(!is_of_the_link(allowed.parse().unwrap()), "{allowed}");
        }
    }

    #[tokio::test]
    async fn a_name_is_judged_by_what_it_stands_for() {
        let of = async |name: &str| Resolver.resolve(name.parse().unwrap()).await.map(Iterator::count);
        assert!(of("localhost").await.is_ok_and(|count| count > 0));
        // The system's own resolver takes an address for a name that stands for itself.
        let error = of("169.254.169.254").await.unwrap_err();
        assert!(error.is::<Forbidden>(), "{error}");
    }
}
