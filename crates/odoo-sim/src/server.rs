//! The public port: JSON-RPC, XML-RPC, JSON-2 with their checks, pace and faults; every other path is not found.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::clock;
use crate::errors::OdooError;
use crate::faults::{self, Fault};
use crate::http::{HttpRequest, HttpResponse};
use crate::options::Pace;
use crate::rpc::{Call, Named, Reply, Wire};
use crate::state::World;

const JSON: &str = "application/json; charset=utf-8";
const CALL: Duration = Duration::from_millis(30);
/// After so long a real server kills the worker: the connection ends without a byte, and nothing was done.
const LIMIT: Duration = Duration::from_secs(120);

/// What JSON-2 answers when it cannot tell which database is meant.
const NO_DATABASE: &str = "<!DOCTYPE html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>No database is selected and the \
                           requested URL was not found in the server-wide controllers.</p>\n<p>Please verify the \
                           hostname, <a href=/web/login>login</a> and try again.</p>\n\n<!-- Alternatively, use the \
                           X-Odoo-Database header. -->\n";

/// A real server has two workers; a third call waits.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) world: Arc<World>,
    workers: Semaphore,
}

impl Server {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world, workers: Semaphore::new(2) }
    }

    pub(crate) async fn answer(&self, request: HttpRequest) -> HttpResponse {
        let mut response = self.respond(request).await;
        response.date = clock::at(self.world.clock.now()).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        response
    }

    async fn respond(&self, request: HttpRequest) -> HttpResponse {
        let version = self.world.version();
        let path = request.path.trim_end_matches('/');
        if let Some(rest) = path.strip_prefix("/json/2").filter(|_| version.is_new()) {
            return self.json2(rest, &request).await;
        }
        match (path, path.strip_prefix("/xmlrpc/2/"), path.strip_prefix("/xmlrpc/")) {
            ("/jsonrpc", ..) => self.json_rpc(&request).await,
            (_, Some(service), _) => self.xml_rpc(service, false, &request).await,
            (_, _, Some(service)) => self.xml_rpc(service, true, &request).await,
            ("/web/version" | "/json/version", ..) if version.is_new() && request.method == "GET" => {
                let body = "{\"version_info\": [19, 0, 0, \"final\", 0, \"\"], \"version\": \"19.0\"}";
                let cookie = "session_id=not-to-be-kept; HttpOnly; Path=/";
                HttpResponse { nosniff: true, ..HttpResponse::new(200, JSON, body) }.with("Set-Cookie", cookie)
            }
            _ => HttpResponse::page(
                404,
                "The requested URL was not found on the server. If you entered the URL manually please check your spelling \
                 and try again.",
            ),
        }
    }

    async fn json_rpc(&self, request: &HttpRequest) -> HttpResponse {
        if request.method != "POST" {
            return HttpResponse::page(405, "The method is not allowed for the requested URL.");
        }
        let content_type = media_type(request);
        if content_type != "application/json" && content_type != "application/json-rpc" {
            return HttpResponse::page(
                400,
                "Function declared as capable of handling request of type &#39;json&#39; but called with a request of type \
                 &#39;http&#39;",
            );
        }
        match Call::json_rpc(&request.body) {
            Ok(call) => self.call(&call).await,
            Err(words) => HttpResponse::new(400, "text/html; charset=utf-8", words),
        }
    }

    async fn xml_rpc(&self, service: &str, old: bool, request: &HttpRequest) -> HttpResponse {
        if !["common", "object", "db"].contains(&service) {
            return HttpResponse::page(404, "The requested URL was not found on the server.");
        }
        if request.method != "POST" {
            return HttpResponse::page(405, "The method is not allowed for the requested URL.");
        }
        if media_type(request) == "application/x-www-form-urlencoded" {
            return HttpResponse::page(400, "Session expired (invalid CSRF token)");
        }
        match Call::xml_rpc(service, old, &request.body) {
            Ok(call) => self.call(&call).await,
            Err(error) => Wire::XmlRpc { old }.answer(self.world.version(), &Err(error)),
        }
    }

    async fn json2(&self, path: &str, request: &HttpRequest) -> HttpResponse {
        if !self.world.knows_database(request.database.as_deref()) {
            return HttpResponse::new(404, "text/html; charset=utf-8", NO_DATABASE);
        }
        let named = match Named::parse(path, request) {
            Ok(named) => named,
            Err(error) => return Wire::Json2.answer(self.world.version(), &Err(error)),
        };
        if media_type(request) != "application/json" && !request.body.is_empty() {
            let words = "Request inferred type is compatible with [&#39;http&#39;] but \
                         &#39;/json/2/&lt;__model__&gt;/&lt;__method__&gt;&#39; is type=&#39;json2&#39;.<br><br>Please verify \
                         the Content-Type request header and try again.";
            return HttpResponse::page(415, words).with("Accept", "application/json");
        }
        self.call(&Call::json2(named)).await
    }

    async fn call(&self, call: &Call) -> HttpResponse {
        let (pace, limit) = {
            let settings = self.world.settings();
            (settings.pace, settings.call_limit.unwrap_or(LIMIT))
        };
        let _worker = match pace {
            Pace::Odoo18 => self.workers.acquire().await.ok(),
            Pace::Fast => None,
        };
        let began = tokio::time::Instant::now();
        let now = self.world.clock.now();
        let version = self.world.version();
        self.world.count(&call.target, call.is_write());
        let fault = faults::take(&mut self.world.settings().faults, &call.target);
        match &fault {
            Some(Fault::Status { code }) => return unable(*code),
            Some(Fault::Busy { code, retry_after }) => {
                let response = unable(*code);
                return match retry_after {
                    Some(wait) => response.with("Retry-After", wait.clone()),
                    None => response,
                };
            }
            Some(Fault::HtmlPage) => {
                let page = "<!DOCTYPE html>\n<html><head><title>Odoo</title></head><body><form class=\"oe_login_form\"></form></body></html>\n";
                return HttpResponse::new(200, "text/html; charset=utf-8", page);
            }
            Some(Fault::Drop) => return HttpResponse { drop: true, ..HttpResponse::new(200, JSON, "") },
            Some(Fault::Killed { after_ms }) => {
                tokio::time::sleep(Duration::from_millis(*after_ms)).await;
                return HttpResponse { drop: true, ..HttpResponse::new(200, JSON, "") };
            }
            Some(Fault::Error { name, message }) => {
                return call.wire.answer(version, &Err(OdooError::new(name.clone(), message.clone())));
            }
            Some(Fault::Hang { ms }) => {
                let wait = Duration::from_millis(*ms);
                tokio::time::sleep(wait.min(limit)).await;
                if wait >= limit {
                    return HttpResponse { drop: true, ..HttpResponse::new(200, JSON, "") };
                }
            }
            _ => {}
        }
        let mut result = call.run(&self.world, now);
        if let Ok(Reply::Rows(rows)) = &mut result {
            faults::distort(rows, &self.world.settings().distortions);
        }
        if pace == Pace::Odoo18 {
            let cost = CALL + result.as_ref().map_or(Duration::ZERO, Reply::cost);
            tokio::time::sleep_until(began + cost.min(limit)).await;
            if cost >= limit && !call.is_write() {
                return HttpResponse { drop: true, ..HttpResponse::new(200, JSON, "") };
            }
        }
        if let (Ok(reply), Some(fault)) = (&mut result, &fault) {
            faults::spoil(fault, reply);
        }
        let mut response = call.wire.answer(version, &result);
        if let Some(fault) = &fault {
            response.body = faults::spoil_body(fault, response.body);
            response.cut = (*fault == Fault::CutBody).then_some(response.body.len() / 2);
        }
        response
    }
}

fn unable(code: u16) -> HttpResponse {
    HttpResponse::page(code, "The server encountered an internal error and was unable to complete your request.")
}

fn media_type(request: &HttpRequest) -> String {
    request.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
