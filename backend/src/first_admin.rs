//! The first super admin: from the configuration, else by a setup token that is shown to whoever installs the program.

use crate::{auth::Passwords, config::FirstAdmin, start_error::StartError};
use std::{
    fs, io,
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};
use store::{
    SecretToken, Store,
    people::{NewPerson, PasswordHash},
};

/// Of an admin made from the configuration, which names only an address.
const NAME: &str = "Administrator";

/// Does nothing once there is a super admin.
pub(crate) async fn ensure(
    store: &Store,
    passwords: &Passwords,
    configured: Option<&FirstAdmin>,
    token_file: &Path,
) -> Result<Option<SecretToken>, StartError> {
    if store.people().count_super_admins().await? > 0 {
        forget_token(token_file);
        return Ok(None);
    }
    let Some(admin) = configured else { return issue_token(store, token_file).await.map(Some) };
    let hash = passwords.hash(admin.password.clone()).await.map_err(StartError::password)?;
    let new = NewPerson::super_admin(&admin.email, NAME, PasswordHash(hash));
    // `None`: another process was quicker.
    if let Some(person) = store.setup().create_first_super_admin(new).await? {
        tracing::info!(person.id = %person.id, "created the first super admin from the configuration");
    }
    forget_token(token_file);
    Ok(None)
}

/// The token also lies in a file that only this user can read: a terminal may have no scroll-back.
pub(crate) async fn issue_token(store: &Store, file: &Path) -> Result<SecretToken, StartError> {
    let token = store.setup().issue().await?;
    write_private(file, token.expose()).map_err(|source| StartError::File { path: file.to_owned(), source })?;
    tracing::info!(path = %file.display(), "wrote a setup token for the first super admin");
    Ok(token)
}

fn write_private(file: &Path, text: &str) -> io::Result<()> {
    if let Some(directory) = file.parent() {
        fs::create_dir_all(directory)?;
    }
    let mut open = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file)?;
    // The mode above is for a new file only.
    open.set_permissions(fs::Permissions::from_mode(0o600))?;
    writeln!(open, "{text}")
}

pub(crate) fn forget_token(file: &Path) {
    if let Err(error) = fs::remove_file(file)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(path = %file.display(), %error, "the file of the used setup token cannot be removed");
    }
}
