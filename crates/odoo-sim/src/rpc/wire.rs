//! The three ways to be called, what a call touches, and how each way writes its answer.

use serde_json::{Value as Json, json};

use super::json2::Named;
use super::reply::{self, Reply};
use super::{Request, Target, run, xml};
use crate::clock::Stamp;
use crate::errors::OdooError;
use crate::http::HttpResponse;
use crate::python;
use crate::state::World;
use crate::version::Version;

const JSON: &str = "application/json; charset=utf-8";
const XML: &str = "text/xml; charset=utf-8";

/// How a call travels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wire {
    JsonRpc {
        id: Json,
    },
    /// `old`: the address without the 2, whose faults have texts for numbers.
    XmlRpc {
        old: bool,
    },
    Json2,
}

#[derive(Debug)]
enum Work {
    Service(Request),
    Named(Named),
}

/// A well-formed call.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) wire: Wire,
    pub(crate) target: Target,
    work: Work,
}

/// Methods that change nothing.
const READING: &[&str] = &[
    "search",
    "read",
    "search_read",
    "search_count",
    "fields_get",
    "exists",
    "name_search",
    "check_access",
    "has_access",
    "check_access_rights",
    "context_get",
    "read_group",
    "formatted_read_group",
];

impl Call {
    pub(crate) fn json_rpc(body: &[u8]) -> Result<Self, &'static str> {
        let (request, id) = Request::parse(body)?;
        Ok(Self { target: request.target(), wire: Wire::JsonRpc { id }, work: Work::Service(request) })
    }

    /// A body that is no call is answered with a fault and status 200.
    pub(crate) fn xml_rpc(service: &str, old: bool, body: &[u8]) -> Result<Self, OdooError> {
        let call = xml::parse(body)?;
        let request = Request { service: service.to_owned(), method: call.method, args: call.args };
        Ok(Self { target: request.target(), wire: Wire::XmlRpc { old }, work: Work::Service(request) })
    }

    pub(crate) fn json2(named: Named) -> Self {
        Self { target: named.target(), wire: Wire::Json2, work: Work::Named(named) }
    }

    pub(crate) fn is_write(&self) -> bool {
        match &self.work {
            Work::Service(request) if request.service != "object" => false,
            _ => !READING.contains(&self.target.method.as_str()),
        }
    }

    /// Carries the call out; its transaction started at `now`.
    pub(crate) fn run(&self, world: &World, now: Stamp) -> Result<Reply, OdooError> {
        match &self.work {
            Work::Service(request) => run(world, request, now),
            Work::Named(named) => named.run(world, now),
        }
    }
}

impl Wire {
    pub(crate) fn answer(&self, version: Version, result: &Result<Reply, OdooError>) -> HttpResponse {
        match (self, result) {
            (Self::JsonRpc { id }, Ok(reply)) => sniffless(HttpResponse::new(200, JSON, reply.write(id))),
            (Self::JsonRpc { id }, Err(error)) => HttpResponse::new(200, JSON, reply::write_error(id, error, version)),
            (Self::XmlRpc { old }, Ok(reply)) => {
                let body = xml::response(reply).unwrap_or_else(|error| fault(&error, *old, version));
                sniffless(HttpResponse::new(200, XML, body))
            }
            (Self::XmlRpc { old }, Err(error)) => sniffless(HttpResponse::new(200, XML, fault(error, *old, version))),
            (Self::Json2, Ok(reply)) => {
                let mut body = Vec::new();
                reply.write_bare(&mut body);
                sniffless(HttpResponse::new(200, JSON, body))
            }
            (Self::Json2, Err(error)) => {
                let mut body = Vec::new();
                python::dump(&mut body, &error.to_json2(version));
                let response = HttpResponse::new(error.status(), JSON, body);
                if error.status() == 401 { response.with("WWW-Authenticate", "Bearer ") } else { response }
            }
        }
    }
}

fn sniffless(response: HttpResponse) -> HttpResponse {
    HttpResponse { nosniff: true, ..response }
}

fn fault(error: &OdooError, old: bool, version: Version) -> String {
    if old {
        let (code, text) = error.old_fault(version);
        xml::fault(&json!(code), &text)
    } else {
        let (code, text) = error.fault(version);
        xml::fault(&json!(code), &text)
    }
}
