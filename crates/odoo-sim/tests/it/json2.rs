//! JSON-2 as Odoo 19 speaks it: statuses, the key in the head, named arguments.

use odoo_sim::{Options, Sim, Version};
use serde_json::{Value, json};

use crate::client::{day, http, small};

pub async fn nineteen() -> Sim {
    let options = Options { company: Some(small()), version: Version::V19, ..Options::new(day()) };
    Sim::start(options).await.expect("a sound company")
}

/// Status and body of a call with the administrator's key.
pub async fn ask(sim: &Sim, path: &str, body: Value) -> (u16, Value) {
    let url = format!("{}/json/2/{path}", sim.url);
    let answer = http().post(url).bearer_auth(&sim.api_key).json(&body).send().await.expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.json().await.expect("JSON"))
}

#[tokio::test]
async fn the_version_is_told_without_a_key_from_nineteen_on() {
    let sim = nineteen().await;
    for path in ["web/version", "json/version"] {
        let answer = http().get(format!("{}/{path}", sim.url)).send().await.expect("an answer");
        let told: Value = answer.json().await.expect("JSON");
        assert_eq!(told, json!({"version_info": [19, 0, 0, "final", 0, ""], "version": "19.0"}));
    }
    let old = crate::client::start(small()).await;
    let answer = http().get(format!("{}/web/version", old.url)).send().await.expect("an answer");
    assert_eq!(answer.status(), 404);
}

#[tokio::test]
async fn a_second_database_makes_the_header_necessary() {
    let options = Options {
        company: Some(small()),
        version: Version::V19,
        other_databases: vec!["other".into()],
        ..Options::new(day())
    };
    let sim = Sim::start(options).await.expect("a sound company");
    let url = format!("{}/json/2/crm.lead/search_count", sim.url);
    let send = async |database: Option<&str>| {
        let mut request = http().post(&url).bearer_auth(&sim.api_key).json(&json!({"domain": []}));
        if let Some(name) = database {
            request = request.header("X-Odoo-Database", name);
        }
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.headers()["content-type"].to_str().expect("text").to_owned())
    };
    let page = "text/html; charset=utf-8".to_owned();
    assert_eq!(send(None).await, (404, page.clone()));
    assert_eq!(send(Some("nope")).await, (404, page));
    assert_eq!(send(Some("demo")).await, (200, "application/json; charset=utf-8".into()));
}

#[tokio::test]
async fn the_own_user_is_learned_from_the_context() {
    let sim = nineteen().await;
    let (status, context) = ask(&sim, "res.users/context_get", json!({})).await;
    assert_eq!((status, &context["uid"]), (200, &json!(sim.uid)));
}
