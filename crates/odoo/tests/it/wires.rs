//! The recorded answers of real Odoos, errors above all, byte by byte in each protocol.

use crate::between::{Answer, Between, of, recording, response, sim_for};
use domain::canonical::Kind;
use odoo::{Odoo, http_client};
use shared::integrations::TransportChoice::{self, Json2, Jsonrpc, Xmlrpc};
use source::{ErrorKind, Source, SourceError, Window};

/// An Odoo that works, up to the count of deals.
async fn counting(transport: TransportChoice, name: &str, answer: Vec<u8>) -> (SourceError, usize) {
    let sim = sim_for(transport).await;
    let between = Between::start(&sim, move |asked| match asked.calls("crm.lead", "search_count") {
        true => Answer::Bytes(answer.clone()),
        false => Answer::PassOn,
    })
    .await;
    let odoo = Odoo::new(of(&sim, &between.url, transport), http_client().unwrap());
    let counted = odoo.count(Kind::Deal, Window::Everything).await;
    let Err(error) = counted else { panic!("{name}: {counted:?}") };
    for secret in [sim.api_key.as_str(), "Traceback", "File \"", "nosuchfield"] {
        assert!(!error.message.contains(secret), "{}", error.message);
    }
    (error, between.calls("crm.lead", "search_count").len())
}

#[tokio::test]
async fn every_recorded_error_has_its_kind_and_is_not_repeated() {
    use ErrorKind::{MissingRights, NotOdoo, Refused, UnknownDatabase, WrongCredentials};
    let cases = [
        (Jsonrpc, "wire/object_access_error_read.response.json", MissingRights),
        (Jsonrpc, "wire/object_wrong_password.response.json", WrongCredentials),
        (Jsonrpc, "wire/object_unknown_field_search_read.response.json", Refused),
        (Jsonrpc, "wire/object_unknown_field_domain.response.json", Refused),
        (Jsonrpc, "wire/object_unknown_method.response.json", Refused),
        (Jsonrpc, "wire/object_bad_operator.response.json", Refused),
        (Jsonrpc, "wire/object_user_error.response.json", Refused),
        (Jsonrpc, "wire/object_unknown_model.response.json", Refused),
        (Xmlrpc, "xmlrpc/object_access_error_read.response.xml", MissingRights),
        (Xmlrpc, "xmlrpc/object_access_error_record_rule.response.xml", MissingRights),
        (Xmlrpc, "xmlrpc/object_wrong_password.response.xml", WrongCredentials),
        (Xmlrpc, "xmlrpc/object_unknown_field_search_read.response.xml", Refused),
        (Xmlrpc, "xmlrpc/object_unknown_field_domain.response.xml", Refused),
        (Xmlrpc, "xmlrpc/object_unknown_method.response.xml", Refused),
        (Xmlrpc, "xmlrpc/object_bad_operator.response.xml", Refused),
        (Xmlrpc, "xmlrpc/object_user_error.response.xml", Refused),
        (Xmlrpc, "xmlrpc/object_unknown_model.response.xml", Refused),
        (Xmlrpc, "xmlrpc/object_method_returning_none.response.xml", Refused),
        (Json2, "json2/err_access_error_model.response.http", MissingRights),
        (Json2, "json2/err_access_error_field.response.http", MissingRights),
        (Json2, "json2/err_access_error_record_rule.response.http", MissingRights),
        (Json2, "json2/err_company_not_allowed.response.http", MissingRights),
        (Json2, "json2/err_private_method.response.http", MissingRights),
        (Json2, "json2/err_wrong_key.response.http", WrongCredentials),
        (Json2, "json2/err_expired_key.response.http", WrongCredentials),
        (Json2, "json2/err_scoped_key.response.http", WrongCredentials),
        (Json2, "json2/err_archived_user.response.http", WrongCredentials),
        (Json2, "json2/err_missing_key.response.http", WrongCredentials),
        (Json2, "json2/err_password_as_bearer.response.http", WrongCredentials),
        (Json2, "json2/err_wrong_database.response.http", UnknownDatabase),
        (Json2, "json2/err_missing_database_header.response.http", UnknownDatabase),
        (Json2, "json2/err_unknown_model.response.http", Refused),
        (Json2, "json2/err_unknown_method.response.http", Refused),
        (Json2, "json2/err_unknown_argument.response.http", Refused),
        (Json2, "json2/err_missing_required_argument.response.http", Refused),
        (Json2, "json2/err_unknown_field_search_read.response.http", Refused),
        (Json2, "json2/err_unknown_field_domain.response.http", Refused),
        (Json2, "json2/err_bad_operator.response.http", Refused),
        (Json2, "json2/err_bad_order.response.http", Refused),
        (Json2, "json2/err_lang_not_installed.response.http", Refused),
        (Json2, "json2/err_malformed_json.response.http", Refused),
        (Json2, "json2/err_content_type_text_plain.response.http", NotOdoo),
    ];
    for (transport, name, kind) in cases {
        let (error, tries) = counting(transport, name, recording(name)).await;
        assert_eq!((error.kind, tries), (kind, 1), "{name}: {}", error.message);
    }
}

#[tokio::test]
async fn what_is_half_or_strange_is_a_bad_answer_in_each_protocol() {
    let json = |body: &str| response("200 OK", "application/json", body);
    let xml = |value: &str| {
        let body =
            format!("<?xml version='1.0'?><methodResponse><params><param><value>{value}</value></param></params>");
        response("200 OK", "text/xml", &format!("{body}</methodResponse>"))
    };
    let cases = [
        (Xmlrpc, xml("<int>1"), "the XML is no tree"),
        (Xmlrpc, xml("<double>nan</double>"), "not finite"),
        (Xmlrpc, xml("<double>inf</double>"), "infinite"),
        (Xmlrpc, xml("<string>12</string>"), "a text"),
        (Xmlrpc, xml("<struct></struct>"), "an object"),
        (Xmlrpc, response("200 OK", "text/xml", "<?xml version='1.0'?><methodResponse><params>"), "half"),
        (Xmlrpc, response("200 OK", "text/xml", "<?xml version='1.0'?><methodResponse><para"), "half a tag"),
        (Json2, json("NaN"), "NaN"),
        (Json2, json("Infinity"), "infinite"),
        (Json2, json("[1"), "half"),
        (Json2, json("12 and more"), "more"),
        (Json2, json("\"12\""), "a text"),
        (Json2, json("null"), "nothing"),
        (Json2, json("{\"error\": 1}"), "an object"),
        (Jsonrpc, json("{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": NaN}"), "NaN"),
        (Jsonrpc, json("{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": \"12\"}"), "a text"),
    ];
    for (transport, answer, what) in cases {
        let (error, tries) = counting(transport, what, answer).await;
        assert_eq!((error.kind, tries), (ErrorKind::BadAnswer, 1), "{transport:?} {what}: {}", error.message);
    }
}

#[tokio::test]
async fn html_and_closed_paths_are_told_apart_and_not_repeated() {
    let page = "<!doctype html><html><body>Please sign in</body></html>";
    for transport in crate::between::EACH {
        let (error, tries) = counting(transport, "a page", response("200 OK", "text/html", page)).await;
        assert_eq!((error.kind, tries), (ErrorKind::NotOdoo, 1), "{transport:?}");
        let (error, tries) = counting(transport, "a page", response("403 Forbidden", "text/html", page)).await;
        assert_eq!((error.kind, tries), (ErrorKind::NoApi, 1), "{transport:?}");
        assert!(error.message.contains("it answers HTTP 403 while counting crm.lead"), "{}", error.message);
        let (error, tries) = counting(transport, "a page", response("405 Method Not Allowed", "text/html", page)).await;
        assert_eq!((error.kind, tries), (ErrorKind::NoApi, 1), "{transport:?}");
    }
}

#[tokio::test]
async fn what_may_pass_is_tried_three_times_in_each_protocol() {
    let page = "<html>Bad Gateway</html>";
    for transport in crate::between::EACH {
        for (answer, kind) in [
            (response("502 Bad Gateway", "text/html", page), ErrorKind::Unreachable),
            (response("500 Internal Server Error", "text/html", page), ErrorKind::Unreachable),
            (response("200 OK", "application/json", ""), ErrorKind::Unreachable),
            (Vec::new(), ErrorKind::Unreachable),
            (b"HTTP/1.0 200 OK\r\nContent-Length: 900\r\n\r\n<?xml".to_vec(), ErrorKind::Unreachable),
        ] {
            let (error, tries) = counting(transport, "an answer", answer).await;
            assert_eq!((error.kind, tries), (kind, 3), "{transport:?} {}", error.message);
        }
    }
    let conflict = r#"{"name": "odoo.exceptions.ConcurrencyError", "message": "", "arguments": []}"#;
    let (error, tries) = counting(Json2, "a conflict", response("409 Conflict", "application/json", conflict)).await;
    assert_eq!((error.kind, tries), (ErrorKind::Refused, 3));
}
