//! What stands before every handler: host, origin, methods, sizes, headers.

use crate::support::{PASSWORD, Wanted, header, problem, spawn, spawn_app};
use reqwest::Method;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[tokio::test]
async fn an_unsafe_request_must_come_from_the_app_itself() {
    let app = spawn_app().await;
    let own = format!("http://127.0.0.1:{}", app.port);
    let (public, port) = (format!("http://localhost:{}", app.port), app.port);
    let cases: [(&[(&str, &str)], bool); 14] = [
        (&[("Sec-Fetch-Site", "same-origin"), ("X-SalesCommand", "1")], true),
        (&[("Sec-Fetch-Site", "same-origin")], false),
        (&[("Sec-Fetch-Site", "same-site"), ("X-SalesCommand", "1")], false),
        (&[("Sec-Fetch-Site", "cross-site"), ("X-SalesCommand", "1")], false),
        (&[("Sec-Fetch-Site", "none"), ("X-SalesCommand", "1")], false),
        (&[("Sec-Fetch-Site", "cross-site"), ("Origin", &own), ("X-SalesCommand", "1")], false),
        (&[("Origin", &own), ("X-SalesCommand", "1")], true),
        (&[("Origin", &public), ("X-SalesCommand", "1")], true),
        (&[("Origin", &own)], false),
        (&[("Origin", "http://evil.example"), ("X-SalesCommand", "1")], false),
        (&[("Origin", "null"), ("X-SalesCommand", "1")], false),
        (&[("X-SalesCommand", "1")], false),
        (&[("Sec-Fetch-Site", "same-origin"), ("X-SalesCommand", "")], false),
        (&[("Sec-Fetch-Site", "same-origin"), ("X-SalesCommand", " ")], false),
    ];
    for (headers, is_own) in cases {
        let mut request = app.anonymous().bare(Method::POST, "/api/auth/login");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let form = json!({ "email": "root@golden.example", "password": PASSWORD });
        let answer = request.json(&form).send().await.unwrap();
        if is_own {
            assert_eq!(answer.status(), 200, "{headers:?} at {port}");
        } else {
            problem(answer, 403, "cross_site").await;
        }
    }
}

#[tokio::test]
async fn a_cross_site_request_does_nothing_even_with_a_session() {
    let app = spawn_app().await;
    let reader = app.super_admin().await;
    let forged =
        app.anonymous().bare(Method::POST, "/api/auth/logout").header("Cookie", reader.cookie.clone().unwrap());
    problem(forged.send().await.unwrap(), 403, "cross_site").await;
    assert_eq!(reader.get("/api/auth/me").await.status(), 200);
}

#[tokio::test]
async fn another_host_is_misdirected() {
    let app = spawn_app().await;
    let port = app.port;
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        let answer = app.anonymous().bare(Method::GET, "/api/health").header("Host", &host).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{host}");
    }
    for host in ["evil.example", "localhost", &format!("evil.example:{port}"), "localhost:1"] {
        let answer = app.anonymous().bare(Method::GET, "/api/health").header("Host", host).send().await.unwrap();
        problem(answer, 421, "wrong_host").await;
    }
    let v6 = reqwest::Client::builder().no_proxy().build().unwrap();
    assert_eq!(v6.get(format!("http://[::1]:{port}/api/health")).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn behind_a_proxy_only_the_public_host_is_answered() {
    let variables = vec![("SALESCOMMAND_PUBLIC_URL", "https://sales.example.com".to_owned())];
    let app = spawn(Wanted { variables, ..Wanted::default() }).await;
    problem(app.anonymous().get("/api/health").await, 421, "wrong_host").await;
    let answer = app.anonymous().bare(Method::GET, "/api/health").header("Host", "sales.example.com").send().await;
    assert_eq!(answer.unwrap().status(), 200);
}

#[tokio::test]
async fn each_refusal_of_the_frame_is_a_problem_document() {
    let app = spawn_app().await;
    let reader = app.super_admin().await;
    problem(reader.get("/api/nothing/here").await, 404, "not_found").await;
    problem(reader.get("/api").await, 404, "not_found").await;
    let answer = reader.post("/api/accounts", &json!({})).await;
    assert_eq!(header(&answer, "allow"), "GET");
    problem(answer, 405, "method_not_allowed").await;
    let answer = reader.request(Method::DELETE, "/api/accounts/odoo_account_10").send().await.unwrap();
    problem(answer, 405, "method_not_allowed").await;
    let trigger = || reader.request(Method::POST, "/api/sync/trigger");
    problem(trigger().body("{}").send().await.unwrap(), 415, "unsupported_media_type").await;
    let form = trigger().header("Content-Type", "text/plain").body("{}").send().await.unwrap();
    problem(form, 415, "unsupported_media_type").await;
    let json = || trigger().header("Content-Type", "application/json");
    problem(json().body("{\"full\":").send().await.unwrap(), 400, "malformed_body").await;
    problem(json().body(vec![b' '; 1_000_001]).send().await.unwrap(), 413, "too_large").await;
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = spawn_app().await;
    for path in ["/api/health", "/api/auth/me", "/api/nothing", "/some/page"] {
        let answer = app.anonymous().get(path).await;
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&answer, "referrer-policy"), "same-origin", "{path}");
        assert!(header(&answer, "permissions-policy").contains("camera=()"), "{path}");
        assert!(header(&answer, "content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert!(!header(&answer, "x-request-id").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn an_encoded_path_of_the_api_is_fenced_like_the_plain_one() {
    let app = spawn_app().await;
    let reader = app.super_admin().await;
    // By hand: a client library may decode the path.
    for (path, status) in [("/%61pi/auth/me", "200"), ("/%61pi/nothing", "404"), ("/api/%61uth/me", "200")] {
        let mut stream = TcpStream::connect(("127.0.0.1", app.port)).await.unwrap();
        let (port, cookie) = (app.port, reader.cookie.clone().unwrap());
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {answer}");
        for line in
            ["cache-control: no-store", "vary: Cookie, Authorization", "content-security-policy: default-src 'none'; f"]
        {
            assert!(answer.contains(line), "{path}: {line} in {answer}");
        }
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_is_the_client_s_fault() {
    let app = spawn_app().await;
    let mut stream = TcpStream::connect(("127.0.0.1", app.port)).await.unwrap();
    let head = format!(
        "POST /api/auth/login HTTP/1.1\r\nHost: localhost:{}\r\nSec-Fetch-Site: same-origin\r\nX-SalesCommand: 1\r\n\
         Content-Type: application/json\r\nContent-Length: 60\r\n\r\n{{\"email\":",
        app.port
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4_096];
    let length = stream.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..length]);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("content-type: application/problem+json"), "{answer}");
}

#[tokio::test]
async fn the_probes_need_no_session() {
    let app = spawn_app().await;
    let health = app.anonymous().json("/api/health").await;
    assert_eq!(health, json!({ "version": env!("CARGO_PKG_VERSION") }));
    let ready = app.anonymous().json("/api/ready").await;
    let expected =
        json!({ "ready": true, "database": true, "generation": 0, "ledger": true, "disk_nearly_full": false });
    assert_eq!(ready, expected);
}
