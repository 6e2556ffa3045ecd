//! Who is signed in.

use crate::{
    api::{ApiError, Client, visitor},
    dom,
    route::Page,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    auth::{Me, Permission},
    navigation::NavItem,
};
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Not asked yet.
    Unknown,
    Nobody,
    Person(Arc<Me>),
    /// It could not be found out.
    Failed(ApiError),
}

#[derive(Debug, Clone, Copy)]
pub struct Session {
    pub who: RwSignal<Who>,
    /// What stands in the person's menu.
    pub menu: RwSignal<Vec<NavItem>>,
}

impl Session {
    pub fn new() -> Self {
        Self { who: RwSignal::new(Who::Unknown), menu: RwSignal::new(Vec::new()) }
    }

    /// Asks the server who is signed in.
    pub fn ask(self) {
        spawn_local(async move {
            self.learn().await;
        });
    }

    pub async fn learn(self) {
        let who = match visitor::who_am_i().await {
            Ok(Some(me)) => {
                self.menu.try_set(me.navigation.clone());
                Who::Person(Arc::new(me))
            }
            Ok(None) => Who::Nobody,
            Err(error) => Who::Failed(error),
        };
        // The answer may come after the app is gone in tests of single parts.
        self.who.try_set(who);
    }

    /// Where somebody goes who has not said where: the first page of their menu.
    pub fn home(self) -> String {
        let first = self.menu.with_untracked(|menu| menu.first().copied());
        first.map_or(Page::Dashboard, Page::from).path()
    }

    pub fn client(self) -> Client {
        Client::new(Callback::new(move |()| {
            self.who.try_set(Who::Nobody);
        }))
    }
}

pub fn use_session() -> Session {
    expect_context()
}

/// The signed-in person, below the frame.
pub fn use_me() -> Arc<Me> {
    expect_context()
}

pub fn use_client() -> Client {
    expect_context()
}

pub fn may(me: &Me, permission: Permission) -> bool {
    me.may.contains(&permission)
}

/// Ends the session on the server, then shows the sign-in page; `failed` says that the server did not hear it.
pub fn use_sign_out(failed: RwSignal<bool>) -> impl Fn() + Clone {
    let (client, session, navigate) = (use_client(), use_session(), use_navigate());
    move || {
        let navigate = navigate.clone();
        spawn_local(async move {
            match client.sign_out().await {
                Ok(()) => {
                    navigate(&Page::SignIn("").path(), NavigateOptions::default());
                    session.who.set(Who::Nobody);
                }
                Err(_) => {
                    failed.try_set(true);
                }
            }
        });
    }
}

/// Goes to the sign-in page, which will lead back to where the person is now.
pub fn sign_in_page() -> impl Fn() + Clone {
    let navigate = use_navigate();
    move || {
        let here = dom::here();
        // Somebody who signs out is there already.
        if here.starts_with(&Page::SignIn("").path()) {
            return;
        }
        navigate(&Page::SignIn(&here).path(), NavigateOptions { replace: true, ..NavigateOptions::default() });
    }
}
