//! Makes the embedded mongod a primary: a replica set of one, which transactions and change streams need.

use std::time::Duration;

use mongodb::{
    Client, Database,
    bson::{Document, doc},
    options::ClientOptions,
};
use tokio::time::Instant;

use super::{PATIENCE, files::Files};
use crate::error::{ALREADY_INITIALIZED, DbError, Result};

pub(super) const NAME: &str = "salescommand";

pub(super) async fn ensure_primary(files: &Files) -> Result<()> {
    let mut options = ClientOptions::parse(files.uri()).await?;
    options.server_selection_timeout = Some(PATIENCE);
    let client = Client::with_options(options)?;
    let done = initiate_and_wait(&client.database("admin"), files).await;
    client.shutdown().immediate(true).await;
    done
}

async fn initiate_and_wait(admin: &Database, files: &Files) -> Result<()> {
    let hello = admin.run_command(doc! { "hello": 1 }).await?;
    if is_primary(&hello) {
        return Ok(());
    }
    if hello.get_str("setName").is_err() {
        initiate(admin, files).await?;
    }
    let deadline = Instant::now() + PATIENCE;
    while !is_primary(&admin.run_command(doc! { "hello": 1 }).await?) {
        if Instant::now() >= deadline {
            return Err(DbError::NotAnswering { socket: files.socket.clone(), waited: PATIENCE });
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}

fn is_primary(hello: &Document) -> bool {
    hello.get_bool("isWritablePrimary").unwrap_or(false)
}

async fn initiate(admin: &Database, files: &Files) -> Result<()> {
    let member = doc! { "_id": 0, "host": files.socket.to_string_lossy().as_ref() };
    let config = doc! { "_id": NAME, "version": 1, "members": [member.clone()] };
    match admin.run_command(doc! { "replSetInitiate": config }).await.map_err(DbError::from) {
        Ok(_) => Ok(()),
        // The directory was moved: its replica set still names the socket of before and finds itself nowhere in it.
        Err(DbError::Driver(e)) if e.code() == Some(ALREADY_INITIALIZED) => adopt_new_address(admin, member).await,
        Err(e) => Err(e),
    }
}

async fn adopt_new_address(admin: &Database, member: Document) -> Result<()> {
    let answer = admin.run_command(doc! { "replSetGetConfig": 1 }).await?;
    let mut config = answer.get_document("config").cloned().unwrap_or_default();
    config.insert("version", config.get_i32("version").unwrap_or(1).saturating_add(1));
    config.insert("members", vec![member]);
    admin.run_command(doc! { "replSetReconfig": config, "force": true }).await?;
    tracing::info!("the embedded database was moved; its replica set has the new address");
    Ok(())
}
