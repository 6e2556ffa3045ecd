//! The address a request comes from: the peer's, or what a proxy that we trust says of its own peer.

use actix_web::HttpRequest;
use std::net::{IpAddr, SocketAddr};

const FORWARDED_FOR: &str = "x-forwarded-for";

/// Entries left of the first untrusted one are what that client claims, so they are not read.
pub(crate) fn client_address(request: &HttpRequest, trusted: &[IpAddr]) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    let headers: Vec<_> = request.headers().get_all(FORWARDED_FOR).map(|value| value.to_str().unwrap_or("?")).collect();
    Some(client(peer, &headers.join(","), trusted))
}

fn client(peer: IpAddr, forwarded_for: &str, trusted: &[IpAddr]) -> IpAddr {
    if !trusted.contains(&peer) {
        return peer;
    }
    let stranger = forwarded_for.rsplit(',').map(address).find(|hop| hop.is_none_or(|hop| !trusted.contains(&hop)));
    stranger.flatten().unwrap_or(peer)
}

/// Some proxies add the port.
fn address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    let address = bare.parse().or_else(|_| entry.parse::<SocketAddr>().map(|address| address.ip())).ok()?;
    Some(IpAddr::to_canonical(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_peer_is_believed_and_only_up_to_the_first_stranger() {
        let trusted = ["127.0.0.1", "10.0.0.2"].map(|address| address.parse().unwrap());
        let cases = [
            ("127.0.0.1", "192.0.2.1", "192.0.2.1"),
            ("127.0.0.1", "203.0.113.9, 192.0.2.1", "192.0.2.1"),
            ("127.0.0.1", "203.0.113.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
            ("127.0.0.1", "192.0.2.1:4711", "192.0.2.1"),
            ("127.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
            ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
            ("127.0.0.1", "::ffff:192.0.2.1", "192.0.2.1"),
            ("127.0.0.1", "", "127.0.0.1"),
            ("127.0.0.1", "10.0.0.2", "127.0.0.1"),
            ("127.0.0.1", "192.0.2.1, unknown", "127.0.0.1"),
            ("198.51.100.7", "192.0.2.1", "198.51.100.7"),
        ];
        for (peer, header, expected) in cases {
            assert_eq!(client(peer.parse().unwrap(), header, &trusted).to_string(), expected, "{peer} {header}");
        }
    }
}
