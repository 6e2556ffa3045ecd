//! The public port: `/jsonrpc` with its checks, its pace and its faults; every other path is not found.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::clock;
use crate::errors::OdooError;
use crate::faults::{self, Fault};
use crate::http::{HttpRequest, HttpResponse};
use crate::options::Pace;
use crate::rpc::{self, Reply};
use crate::state::World;

const JSON: &str = "application/json; charset=utf-8";
const CALL: Duration = Duration::from_millis(30);
const ROW: Duration = Duration::from_micros(160);

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
        if request.path != "/jsonrpc" {
            return HttpResponse::page(
                404,
                "The requested URL was not found on the server. If you entered the URL manually please check your spelling \
                 and try again.",
            );
        }
        if request.method != "POST" {
            return HttpResponse::page(405, "The method is not allowed for the requested URL.");
        }
        let content_type = request.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if content_type != "application/json" && content_type != "application/json-rpc" {
            return HttpResponse::page(
                400,
                "Function declared as capable of handling request of type &#39;json&#39; but called with a request of type \
                 &#39;http&#39;",
            );
        }
        let call = match rpc::Request::parse(&request.body) {
            Ok(call) => call,
            Err(words) => return HttpResponse::new(400, "text/html; charset=utf-8", words),
        };
        let pace = self.world.settings().pace;
        let _worker = match pace {
            Pace::Odoo18 => self.workers.acquire().await.ok(),
            Pace::Fast => None,
        };
        self.call(&call, pace).await
    }

    async fn call(&self, call: &rpc::Request, pace: Pace) -> HttpResponse {
        let now = self.world.clock.now();
        let target = call.target();
        self.world.count(&target, call.is_write());
        let fault = faults::take(&mut self.world.settings().faults, &target);
        match &fault {
            Some(Fault::Status { code }) => {
                return HttpResponse::page(
                    *code,
                    "The server encountered an internal error and was unable to complete your request.",
                );
            }
            Some(Fault::HtmlPage) => {
                let page = "<!DOCTYPE html>\n<html><head><title>Odoo</title></head><body><form class=\"oe_login_form\"></form></body></html>\n";
                return HttpResponse::new(200, "text/html; charset=utf-8", page);
            }
            Some(Fault::Drop) => return HttpResponse { drop: true, ..HttpResponse::new(200, JSON, "") },
            Some(Fault::Error { name, message }) => {
                let error = OdooError::new(name.clone(), message.clone());
                return HttpResponse::new(200, JSON, rpc::write_error(&call.id, &error));
            }
            Some(Fault::Hang { ms }) => tokio::time::sleep(Duration::from_millis(*ms)).await,
            _ => {}
        }
        let mut result = rpc::run(&self.world, call, now);
        if let Ok(Reply::Rows(rows)) = &mut result {
            faults::distort(rows, &self.world.settings().distortions);
        }
        if pace == Pace::Odoo18 {
            let rows = u32::try_from(result.as_ref().map_or(0, Reply::rows)).unwrap_or(u32::MAX);
            tokio::time::sleep(CALL + ROW * rows).await;
        }
        let (mut body, nosniff) = match &mut result {
            Ok(reply) => {
                if let Some(fault) = &fault {
                    faults::spoil(fault, reply);
                }
                (reply.write(&call.id), true)
            }
            Err(error) => (rpc::write_error(&call.id, error), false),
        };
        let mut cut = None;
        if let Some(fault) = &fault {
            body = faults::spoil_body(fault, body);
            cut = (*fault == Fault::CutBody).then_some(body.len() / 2);
        }
        HttpResponse { nosniff, cut, ..HttpResponse::new(200, JSON, body) }
    }
}
