//! The root: choices, language, session, routes.

use crate::{
    chunks::{
        self, AccountPanel, AccountsPage, ActivitiesPage, DashboardPage, DealsPage, GoalsPage, HealthPage, HeldPage,
        JobsPage, OdooPage, ProfilePage, QuarantinePage, RecordPage, SettingsPage, SyncRunsPage,
    },
    frame::SignedIn,
    pages::{not_found::NotFound, set_up::SetUpPage, sign_in::SignInPage},
    route,
    state::{
        choices::Choices,
        session::{Session, use_session},
        window::Room,
    },
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    ParamSegment, StaticSegment, WildcardSegment,
    components::{ParentRoute, Redirect, Route, Router, Routes},
};

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let choices = Choices::recall();
    provide_context(choices);
    provide_context(Room::watch());
    let session = Session::new();
    provide_context(session);
    session.ask();
    chunks::fetch_first();
    view! {
        <Title formatter=|page: String| if page.is_empty() { "SalesCommand".to_owned() } else { format!("{page} · SalesCommand") } />
        // Another language is another tree: no component has to follow it.
        {move || {
            provide_context(choices.lang.get());
            view! { <Pages /> }
        }}
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=StaticSegment(route::SIGN_IN) view=SignInPage />
                <Route path=StaticSegment(route::SETUP) view=SetUpPage />
                <ParentRoute path=StaticSegment("") view=SignedIn>
                    <Route path=StaticSegment("") view=|| view! { <Redirect path=use_session().home() /> } />
                    <Route path=StaticSegment(route::DASHBOARD) view=DashboardPage />
                    <ParentRoute path=StaticSegment(route::ACCOUNTS) view=AccountsPage>
                        <Route path=StaticSegment("") view=|| () />
                        <Route path=ParamSegment("id") view=AccountPanel />
                    </ParentRoute>
                    <ParentRoute path=StaticSegment(route::OPPORTUNITIES) view=DealsPage>
                        <Route path=StaticSegment("") view=|| () />
                        <Route path=ParamSegment("id") view=|| () />
                    </ParentRoute>
                    <Route path=StaticSegment(route::GOALS) view=GoalsPage />
                    <Route path=StaticSegment(route::ACTIVITIES) view=ActivitiesPage />
                    <Route path=StaticSegment(route::PROFILE) view=ProfilePage />
                    <Route path=(StaticSegment(route::ADMIN), StaticSegment(route::HEALTH)) view=HealthPage />
                    <Route path=(StaticSegment(route::ADMIN), StaticSegment(route::SYNC)) view=SyncRunsPage />
                    <Route path=(StaticSegment(route::ADMIN), StaticSegment(route::ODOO)) view=OdooPage />
                    <Route path=(StaticSegment(route::ADMIN), StaticSegment(route::HELD)) view=HeldPage />
                    <Route path=(StaticSegment(route::ADMIN), StaticSegment(route::QUARANTINE)) view=QuarantinePage />
                    <Route path=(StaticSegment(route::ADMIN), StaticSegment(route::JOBS)) view=JobsPage />
                    <Route path=(StaticSegment(route::ADMIN), StaticSegment(route::SETTINGS)) view=SettingsPage />
                    <Route path=(StaticSegment(route::ADMIN), StaticSegment(route::RECORDS), ParamSegment("id")) view=RecordPage />
                    <Route path=WildcardSegment("any") view=NotFound />
                </ParentRoute>
            </Routes>
        </Router>
    }
}
