//! What the app consists of besides its code: styles, fonts, small files, and the page that names them all.

use super::Profile;
use crate::failure::{About, Failure, Result};
use crate::project::Project;
use crate::{lock, run};
use std::fs;
use std::path::Path;

/// The page's word for the folder of all that is generated.
const GENERATED: &str = "\"/app/";

/// By the letters that they hold, as `frontend/style/app.css` names them.
const FONTS: [&str; 5] = ["latin", "latin-ext", "vietnamese", "greek", "cyrillic"];

pub fn styles(project: &Project, profile: Profile, into: &Path) -> Result<()> {
    let mut command = run::command(project.node_bin().join("tailwindcss"));
    command.args(["--input", "frontend/style/app.css", "--output"]).arg(into.join("app.css"));
    if profile == Profile::Release {
        command.arg("--minify");
    }
    run::logged(command.current_dir(&project.root), &project.log("tailwind"))
}

/// Fonts, small files, and the page. The generated folder gets a hash of its content as part of its name, so that
/// browsers keep its files for ever, and so that files of two versions never meet.
pub fn rest(project: &Project, site: &Path) -> Result<()> {
    let fonts = site.join("fonts");
    fs::create_dir_all(&fonts).about(fonts.display())?;
    for letters in FONTS {
        let name = format!("inter-{letters}-wght-normal.woff2");
        let from = project.root.join("node_modules/@fontsource-variable/inter/files").join(&name);
        fs::copy(&from, fonts.join(&name)).about(from.display())?;
    }
    let public = project.root.join("frontend/public");
    for entry in fs::read_dir(&public).about(public.display())? {
        let from = entry.about(public.display())?.path();
        fs::copy(&from, site.join(from.file_name().unwrap_or_default())).about(from.display())?;
    }
    let named = format!("app-{}", lock::fingerprint(site, &["app"])?);
    fs::rename(site.join("app"), site.join(&named)).about(&named)?;
    let page = project.root.join("frontend/index.html");
    let text = fs::read_to_string(&page).about(page.display())?;
    if !text.contains(GENERATED) {
        return Err(Failure::new(format!("no {GENERATED} in it")).within("frontend/index.html"));
    }
    fs::write(site.join("index.html"), text.replace(GENERATED, &format!("\"/{named}/"))).about(site.display())
}
