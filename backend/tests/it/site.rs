//! The app's own files: types, encodings, caching, and its page for each of its addresses.

use crate::support::{TestApp, Wanted, data_dir, header, problem, spawn};
use reqwest::Method;

const PAGE: &str = "<!doctype html><script type=\"module\">alert(1)</script>";

async fn spawn_with_site(name: &str) -> TestApp {
    let site = data_dir(name);
    for folder in ["fonts", "app-0123456789abcdef"] {
        std::fs::create_dir_all(site.join(folder)).unwrap();
    }
    let files = [
        ("index.html", PAGE),
        ("app-0123456789abcdef/app.js", "plain"),
        ("app-0123456789abcdef/app.js.br", "brotli"),
        ("app-0123456789abcdef/app.js.gz", "gzip"),
        ("app-0123456789abcdef/app_bg.wasm", "wasm"),
        ("fonts/inter.woff2", "font"),
    ];
    for (path, text) in files {
        std::fs::write(site.join(path), text).unwrap();
    }
    let variables = vec![("SALESCOMMAND_SITE_DIR", site.display().to_string())];
    let app = spawn(Wanted { variables, ..Wanted::default() }).await;
    std::fs::remove_dir_all(site).unwrap();
    app
}

#[tokio::test]
async fn each_address_of_the_app_gets_its_page_with_a_policy_that_fits_it() {
    let app = spawn_with_site("site_page").await;
    for path in ["/", "/accounts", "/accounts/odoo_account_10?tab=deals"] {
        let answer = app.anonymous().get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(header(&answer, "content-type"), "text/html; charset=utf-8");
        assert_eq!(header(&answer, "cache-control"), "no-cache");
        let policy = header(&answer, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'"));
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert!(
            policy.contains("'wasm-unsafe-eval' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"),
            "{policy}"
        );
        assert_eq!(answer.text().await.unwrap(), PAGE);
    }
}

#[tokio::test]
async fn a_missing_file_and_an_unknown_api_path_are_not_the_page() {
    let app = spawn_with_site("site_missing").await;
    for path in [
        "/missing.js",
        "/app-fedcba9876543210/app.js",
        "/api/missing",
        "/fonts/other.woff2",
        "/..%2f..%2fetc/passwd.txt",
    ] {
        problem(app.anonymous().get(path).await, 404, "not_found").await;
    }
    let answer = app.anonymous().request(Method::DELETE, "/").send().await.unwrap();
    problem(answer, 405, "method_not_allowed").await;
}

#[tokio::test]
async fn the_smallest_form_that_the_browser_takes_is_sent() {
    let app = spawn_with_site("site_encoding").await;
    let path = "/app-0123456789abcdef/app.js";
    for (accepted, encoding, body) in
        [("gzip, br", "br", "brotli"), ("gzip", "gzip", "gzip"), ("identity", "", "plain")]
    {
        let answer =
            app.anonymous().request(Method::GET, path).header("Accept-Encoding", accepted).send().await.unwrap();
        assert_eq!(header(&answer, "content-encoding"), encoding);
        assert_eq!(header(&answer, "content-type"), "text/javascript; charset=utf-8");
        assert_eq!(header(&answer, "cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(header(&answer, "vary"), "Accept-Encoding");
        let tag = header(&answer, "etag").to_owned();
        assert_eq!(answer.text().await.unwrap(), body);
        let again = app.anonymous().request(Method::GET, path).header("Accept-Encoding", accepted);
        assert_eq!(again.header("If-None-Match", tag).send().await.unwrap().status(), 304);
    }
    let wasm = app.anonymous().get("/app-0123456789abcdef/app_bg.wasm").await;
    assert_eq!(header(&wasm, "content-type"), "application/wasm");
    assert_eq!(header(&wasm, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header(&app.anonymous().get("/fonts/inter.woff2").await, "content-type"), "font/woff2");
}
