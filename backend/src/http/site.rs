//! The built app: its files in memory with their compressed twins, and the policy that fits its page.

use super::Failure;
use crate::state::State;
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{self, ETag, EntityTag, Header, HeaderValue, IfNoneMatch},
    },
    web::{Bytes, Data},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use shared::ProblemCode;
use std::{collections::HashMap, fmt, io, path::Path};

const INDEX: &str = "index.html";

/// Read once at start, so that page and policy belong together whatever is built meanwhile.
pub(crate) struct Site {
    files: HashMap<String, File>,
    policy: HeaderValue,
}

struct File {
    plain: Encoded,
    brotli: Option<Encoded>,
    gzip: Option<Encoded>,
    content_type: &'static str,
    caching: &'static str,
}

#[derive(Clone)]
struct Encoded {
    bytes: Bytes,
    tag: EntityTag,
}

impl Site {
    /// A directory that is not there gives a site without pages: the API works all the same.
    pub(crate) fn load(directory: &Path) -> io::Result<Self> {
        let mut found = HashMap::new();
        if directory.is_dir() {
            collect(directory, "", &mut found)?;
        }
        let files: HashMap<_, _> = found
            .iter()
            .filter(|(path, _)| !is_twin(path, &found))
            .map(|(path, plain)| (path.clone(), File::new(path, plain, &found)))
            .collect();
        let scripts = files.get(INDEX).map(|page| inline_scripts(&page.plain.bytes)).unwrap_or_default();
        let policy = HeaderValue::from_str(&policy(&scripts)).map_err(io::Error::other)?;
        Ok(Self { files, policy })
    }

    pub(crate) fn is_built(&self) -> bool {
        self.files.contains_key(INDEX)
    }

    pub(crate) fn content_security_policy(&self) -> &HeaderValue {
        &self.policy
    }

    /// The page itself stands for each of the app's own addresses; a missing file stays missing.
    fn find(&self, path: &str) -> Option<&File> {
        let path = path.trim_start_matches('/');
        let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        match self.files.get(path) {
            Some(file) => Some(file),
            None if is_file => None,
            None => self.files.get(INDEX),
        }
    }
}

pub(crate) async fn serve(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(Failure::method_not_allowed("GET, HEAD".into()));
    }
    let Some(file) = state.site.find(request.path()) else { return Err(ProblemCode::NotFound.into()) };
    let (encoding, encoded) = file.choose(&request);
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header(ETag(encoded.tag.clone()))
        .insert_header((header::CACHE_CONTROL, file.caching))
        .insert_header((header::VARY, "Accept-Encoding"));
    if let Ok(IfNoneMatch::Items(held)) = IfNoneMatch::parse(&request)
        && held.iter().any(|tag| tag.weak_eq(&encoded.tag))
    {
        return Ok(answer.status(actix_web::http::StatusCode::NOT_MODIFIED).finish());
    }
    if let Some(encoding) = encoding {
        answer.insert_header((header::CONTENT_ENCODING, encoding));
    }
    Ok(answer.content_type(file.content_type).body(encoded.bytes.clone()))
}

impl File {
    fn new(path: &str, plain: &Bytes, all: &HashMap<String, Bytes>) -> Self {
        let twin = |suffix: &str| all.get(&format!("{path}{suffix}")).map(Encoded::new);
        Self {
            plain: Encoded::new(plain),
            brotli: twin(".br"),
            gzip: twin(".gz"),
            content_type: content_type(path),
            caching: caching(path),
        }
    }

    fn choose(&self, request: &HttpRequest) -> (Option<&'static str>, &Encoded) {
        let accepted =
            request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        match (&self.brotli, &self.gzip) {
            (Some(brotli), _) if accepts(accepted, "br") => (Some("br"), brotli),
            (_, Some(gzip)) if accepts(accepted, "gzip") => (Some("gzip"), gzip),
            _ => (None, &self.plain),
        }
    }
}

impl Encoded {
    fn new(bytes: &Bytes) -> Self {
        let hash = Sha256::digest(bytes);
        let tag = EntityTag::new_strong(hex::encode(hash.iter().take(16).copied().collect::<Vec<_>>()));
        Self { bytes: bytes.clone(), tag }
    }
}

fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        let named = words.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = words.filter_map(|word| word.strip_prefix("q=")?.parse::<f32>().ok()).any(|weight| weight <= 0.0);
        named && !refused
    })
}

fn collect(directory: &Path, prefix: &str, into: &mut HashMap<String, Bytes>) -> io::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), into)?;
        } else {
            into.insert(path, std::fs::read(entry.path())?.into());
        }
    }
    Ok(())
}

/// `app.js.br` beside `app.js`.
fn is_twin(path: &str, all: &HashMap<String, Bytes>) -> bool {
    [".br", ".gz"].iter().any(|suffix| path.strip_suffix(suffix).is_some_and(|original| all.contains_key(original)))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// What has a hash of its content in its name, or lies in a folder that has, never changes.
fn caching(path: &str) -> &'static str {
    let hashed = |part: &str| {
        let stem = part.split('.').next().unwrap_or_default();
        let end = stem.rsplit('-').next().unwrap_or_default();
        end.len() == 16 && end.chars().all(|c| c.is_ascii_hexdigit())
    };
    if path.split('/').any(hashed) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Texts of the scripts that stand in the page itself: what starts the app.
fn inline_scripts(page: &[u8]) -> Vec<String> {
    let page = String::from_utf8_lossy(page);
    let mut scripts = Vec::new();
    let mut rest = page.as_ref();
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((attributes, after)) = after.split_once('>') else { break };
        let Some((text, after)) = after.split_once("</script>") else { break };
        if !attributes.contains("src=") {
            scripts.push(text.to_owned());
        }
        rest = after;
    }
    scripts
}

fn policy(inline_scripts: &[String]) -> String {
    let hashes: String = inline_scripts
        .iter()
        .map(|script| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script))))
        .collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; font-src 'self'; img-src 'self' data:; \
         connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").field("files", &self.files.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_with_a_hash_in_their_name_are_kept_for_ever() {
        let for_ever = "public, max-age=31536000, immutable";
        assert_eq!(caching("app-0123456789abcdef/app_bg.wasm"), for_ever);
        assert_eq!(caching("app-0123456789abcdef/split_dashboard.wasm"), for_ever);
        assert_eq!(caching("app-0123456789abcdef.css"), for_ever);
        assert_eq!(caching("app/split_dashboard.wasm"), "no-cache");
        assert_eq!(caching("index.html"), "no-cache");
        assert_eq!(caching("fonts/inter-latin-wght-normal.woff2"), "no-cache");
    }

    #[test]
    fn the_policy_names_the_hash_of_each_inline_script() {
        let scripts = inline_scripts(b"<script src=\"/theme.js\"></script><script type=\"module\">alert(1)</script>");
        assert_eq!(scripts, ["alert(1)"]);
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert!(policy(&scripts).contains(" 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"));
    }

    #[test]
    fn an_encoding_with_weight_zero_is_refused() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("br;q=0.5", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("brotli", "br"));
    }
}
