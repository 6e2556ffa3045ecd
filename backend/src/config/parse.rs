//! One function for each shape of a configured value. Messages say what would be right and never repeat the value.

use crate::{person, telemetry::LogFormat};
use chrono_tz::Tz;
use secrecy::SecretString;
use shared::integrations::TransportChoice;
use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};
use store::{MasterKey, NoMasterKey};
use tracing_subscriber::EnvFilter;
use url::{Host, Url};

pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    let named = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    named
        .as_deref()
        .unwrap_or(text)
        .parse()
        .map_err(|_| "must be an address and a port, like 127.0.0.1:8080 or [::1]:8080".into())
}

pub(super) fn loopback_address(text: &str) -> Result<SocketAddr, String> {
    let here = address(text).ok().filter(|address| address.ip().is_loopback());
    here.ok_or_else(|| "must be a loopback address and a port, like 127.0.0.1:9464".into())
}

/// In bytes.
pub(super) fn megabytes(text: &str) -> Result<u64, String> {
    let bytes = text.parse::<u64>().ok().and_then(|megabytes| megabytes.checked_mul(1 << 20));
    bytes.ok_or_else(|| "must be a whole number of megabytes".into())
}

pub(super) fn ip_addresses(text: &str) -> Result<Vec<IpAddr>, String> {
    let all: Result<_, _> =
        text.split(',').map(|one| one.trim().parse::<IpAddr>().map(|ip| ip.to_canonical())).collect();
    all.map_err(|_| "must be IP addresses with commas between them, like 10.0.0.2,10.0.0.3".into())
}

pub(super) fn public_url(text: &str) -> Result<Url, String> {
    let url = url(text)?;
    let has_user = !url.username().is_empty() || url.password().is_some();
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || has_user {
        return Err("must be scheme, host and port only, like https://sales.example.com".into());
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err("must begin with https:// (http:// only on loopback)".into()),
    }
}

pub(super) fn url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok().filter(Url::has_host);
    url.ok_or_else(|| "must be a URL like https://example.com".to_owned())
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

pub(super) fn database_name(text: &str) -> Result<String, String> {
    let good = text.len() <= 63 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    good.then(|| text.to_owned()).ok_or_else(|| "must be at most 63 letters, digits, - and _".into())
}

pub(super) fn interval(text: &str) -> Result<Duration, String> {
    let minutes = text.parse::<u64>().ok().filter(|minutes| (5..=60).contains(minutes));
    minutes.map(|minutes| Duration::from_secs(minutes * 60)).ok_or_else(|| "must be a whole number from 5 to 60".into())
}

pub(super) fn time_zone(text: &str) -> Result<Tz, String> {
    text.parse().map_err(|_| "must be a time zone like Asia/Jakarta".into())
}

pub(super) fn currency(text: &str) -> Result<String, String> {
    let good = text.len() == 3 && text.chars().all(|c| c.is_ascii_uppercase());
    good.then(|| text.to_owned()).ok_or_else(|| "must be three capital letters like EUR".into())
}

pub(super) fn transport(text: &str) -> Result<TransportChoice, String> {
    let known = TransportChoice::ALL.iter().copied().find(|choice| choice.name() == text);
    known.ok_or_else(|| "must be auto, jsonrpc, xmlrpc or json2".into())
}

pub(super) fn master_key(text: &str) -> Result<MasterKey, String> {
    text.parse().map_err(|wrong: NoMasterKey| wrong.to_string())
}

pub(super) fn email(text: &str) -> Result<String, String> {
    person::email(text).map_err(str::to_owned)
}

/// Mails say who has trouble: they go encrypted, or not beyond this machine.
pub(super) fn smtp_url(text: &str) -> Result<SecretString, String> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "smtp" | "smtps") && url.has_host());
    let url = url.ok_or("must be a URL like smtps://user:password@mail.example.com")?;
    let is_encrypted =
        url.scheme() == "smtps" || url.query_pairs().any(|(key, value)| key == "tls" && value == "required");
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_here = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    match is_encrypted || is_here {
        true => Ok(text.to_owned().into()),
        false => Err("must begin with smtps:// or end with ?tls=required (plain smtp:// only on loopback)".into()),
    }
}

pub(super) fn mailbox(text: &str) -> Result<String, String> {
    let parsed: Result<lettre::message::Mailbox, _> = text.parse();
    parsed
        .map(|_| text.to_owned())
        .map_err(|_| "must be an e-mail address, with or without a name: SalesCommand <alerts@example.com>".into())
}

pub(super) fn password(text: &str) -> Result<SecretString, String> {
    person::password(text).map_err(str::to_owned)
}

pub(super) fn log_filter(text: &str) -> Result<String, String> {
    EnvFilter::try_new(text)
        .map(|_| text.to_owned())
        .map_err(|_| "must be a level like info, or a filter like info,sync=debug".into())
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "json" => Ok(LogFormat::Json),
        "pretty" => Ok(LogFormat::Pretty),
        _ => Err("must be json or pretty".into()),
    }
}
