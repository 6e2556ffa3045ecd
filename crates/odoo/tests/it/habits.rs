//! Odoo's habits and bad days: killed workers, slow answers, requests to wait, silence for good.

use crate::between::{Answer, Asked, Between, EACH, of, response, sim_for};
use domain::canonical::Kind;
use odoo::{Limits, Odoo, http_client};
use odoo_sim::{Fault, FaultRule, Sim};
use shared::integrations::TransportChoice;
use source::{ErrorKind, RawRecord, Source, SourceError, Window};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

fn connector(sim: &Sim, url: &str, transport: TransportChoice, limits: Limits) -> Odoo {
    Odoo::new(of(sim, url, transport).with_limits(limits), http_client().unwrap())
}

async fn all(odoo: &Odoo, kind: Kind) -> Result<Vec<RawRecord>, SourceError> {
    let mut records: Vec<RawRecord> = Vec::new();
    loop {
        let page = odoo.page(kind, Window::Everything, records.last().map_or(0, |raw| raw.id)).await?;
        let ended = page.len() < odoo.page_size();
        records.extend(page);
        if ended {
            return Ok(records);
        }
    }
}

fn limit_of(asked: &Asked) -> usize {
    let after = |text: &str, mark: &str| {
        text.split_once(mark)
            .map(|(_, rest)| rest.chars().filter(|c| *c != ' ').take_while(char::is_ascii_digit).collect::<String>())
    };
    let json = after(&asked.body, "\"limit\":");
    let xml = after(&asked.body, "<name>limit</name><value><int>");
    json.or(xml).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_worker_that_dies_on_a_large_page_is_asked_for_smaller_ones() {
    for transport in EACH {
        let sim = sim_for(transport).await;
        let between =
            Between::start(&sim, |asked| match asked.calls("res.partner", "search_read") && limit_of(asked) > 10 {
                true => Answer::Bytes(Vec::new()),
                false => Answer::PassOn,
            })
            .await;
        let limits = Limits { page: 40, answer: 40, ..Limits::default() };
        let odoo = connector(&sim, &between.url, transport, limits);
        odoo.connect().await.unwrap();
        let partners = all(&odoo, Kind::Partner).await.unwrap();
        assert_eq!(partners.len(), sim.control.count("res.partner"), "{transport:?}");
        let asked: Vec<_> = between.calls("res.partner", "search_read").iter().map(limit_of).take(4).collect();
        assert_eq!(asked, [40, 20, 10, 10], "{transport:?}");
    }
}

#[tokio::test]
async fn a_page_that_never_comes_is_given_up_after_three_tries() {
    for transport in EACH {
        let sim = sim_for(transport).await;
        let odoo = connector(&sim, &sim.url, transport, Limits::default());
        odoo.connect().await.unwrap();
        sim.control.reset_stats();
        sim.control.fail(FaultRule::always(Fault::Drop).on("crm.lead", "search_read"));
        let error = odoo.page(Kind::Deal, Window::Everything, 0).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unreachable);
        assert_eq!(sim.control.stats().calls["crm.lead.search_read"], 3, "{transport:?}");
    }
}

#[tokio::test]
async fn silence_on_a_page_is_answered_with_smaller_questions() {
    for transport in EACH {
        let sim = sim_for(transport).await;
        let client = reqwest::Client::builder().timeout(Duration::from_millis(700)).build().unwrap();
        let odoo = Odoo::new(of(&sim, &sim.url, transport), client);
        odoo.connect().await.unwrap();
        sim.control.fail(FaultRule::next(Fault::Hang { ms: 60_000 }).on("crm.lead", "search_read"));
        let deals = odoo.page(Kind::Deal, Window::Everything, 0).await.unwrap();
        assert_eq!(deals.len(), sim.control.count("crm.lead"), "{transport:?}");
        sim.control.fail(FaultRule::always(Fault::Hang { ms: 60_000 }).on("crm.lead", "search_read"));
        let error = odoo.page(Kind::Deal, Window::Everything, 0).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Timeout, "{transport:?}");
    }
}

#[tokio::test]
async fn a_server_that_asks_for_a_pause_gets_it() {
    for transport in EACH {
        for code in [429, 503] {
            let sim = sim_for(transport).await;
            let odoo = connector(&sim, &sim.url, transport, Limits::default());
            odoo.connect().await.unwrap();
            let busy = Fault::Busy { code, retry_after: Some("2".to_owned()) };
            sim.control.fail(FaultRule::next(busy).on("crm.lead", "search_count"));
            let started = Instant::now();
            odoo.count(Kind::Deal, Window::Everything).await.unwrap();
            assert!(started.elapsed() >= Duration::from_secs(2), "{transport:?} {:?}", started.elapsed());
        }
    }
}

#[tokio::test]
async fn a_pause_that_is_too_long_for_a_run_ends_it_and_is_told() {
    let sim = sim_for(TransportChoice::Jsonrpc).await;
    let odoo = connector(&sim, &sim.url, TransportChoice::Jsonrpc, Limits::default());
    odoo.connect().await.unwrap();
    sim.control.reset_stats();
    let busy = Fault::Busy { code: 429, retry_after: Some("3600".to_owned()) };
    sim.control.fail(FaultRule::always(busy).on("crm.lead", "search_count"));
    let error = odoo.count(Kind::Deal, Window::Everything).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unreachable);
    assert!(error.message.ends_with("it answers HTTP 429 and asks for a pause of 3600 seconds"), "{}", error.message);
    assert_eq!(sim.control.stats().calls["crm.lead.search_count"], 1);
}

#[tokio::test]
async fn an_odoo_that_is_gone_is_left_alone_until_the_next_run() {
    for transport in EACH {
        let sim = sim_for(transport).await;
        let gone = Arc::new(AtomicUsize::new(0));
        let flag = Arc::clone(&gone);
        let between = Between::start(&sim, move |_| match flag.load(Ordering::SeqCst) {
            0 => Answer::PassOn,
            _ => Answer::Bytes(response("502 Bad Gateway", "text/html", "<html></html>")),
        })
        .await;
        let odoo = connector(&sim, &between.url, transport, Limits::default());
        odoo.connect().await.unwrap();
        gone.store(1, Ordering::SeqCst);
        let before = between.asked().len();
        for _ in 0..3 {
            odoo.count(Kind::Deal, Window::Everything).await.unwrap_err();
        }
        let error = odoo.count(Kind::Partner, Window::Everything).await.unwrap_err();
        assert_eq!(between.asked().len() - before, 6, "{transport:?}");
        assert_eq!(error.kind, ErrorKind::Unreachable);
        assert!(error.message.contains("has failed 6 times in a row"), "{}", error.message);
        gone.store(0, Ordering::SeqCst);
        odoo.connect().await.unwrap();
        odoo.count(Kind::Partner, Window::Everything).await.unwrap();
    }
}

#[tokio::test]
async fn pages_in_several_answers_hold_every_record_once() {
    for transport in EACH {
        let sim = sim_for(transport).await;
        for answer in [1, 3, 7, 20, 100] {
            let limits = Limits { page: 20, answer, ..Limits::default() };
            let odoo = connector(&sim, &sim.url, transport, limits);
            let partners: Vec<_> = all(&odoo, Kind::Partner).await.unwrap().into_iter().map(|raw| raw.id).collect();
            assert!(partners.is_sorted_by(|a, b| a < b), "{partners:?}");
            assert_eq!(partners.len(), sim.control.count("res.partner"), "{transport:?} {answer}");
        }
        assert_eq!(sim.control.stats().with_offset, 0);
    }
}

#[tokio::test]
async fn one_listing_bounds_the_answers_of_many_pages() {
    for transport in EACH {
        let sim = sim_for(transport).await;
        let between = Between::start(&sim, |_| Answer::PassOn).await;
        let odoo = connector(&sim, &between.url, transport, Limits { page: 4, answer: 2, ..Limits::default() });
        let deals = all(&odoo, Kind::Deal).await.unwrap();
        assert!(deals.len() > 20, "{}", deals.len());
        // A second one may say that there are no more.
        let listings = between.calls("crm.lead", "search").len();
        assert!((1..=2).contains(&listings), "{transport:?} {listings}");
    }
}

#[tokio::test]
async fn records_that_go_after_they_were_listed_are_not_taken_for_the_end() {
    for transport in EACH {
        let sim = sim_for(transport).await;
        let odoo = connector(&sim, &sim.url, transport, Limits { page: 4, answer: 2, ..Limits::default() });
        let before: Vec<_> = all(&odoo, Kind::Deal).await.unwrap().into_iter().map(|raw| raw.id).collect();
        let page = async |after| {
            let page = odoo.page(Kind::Deal, Window::Everything, after).await.unwrap();
            page.into_iter().map(|raw| raw.id).collect::<Vec<_>>()
        };
        assert_eq!(page(0).await, before[..4]);
        assert_eq!(page(before[3]).await, before[4..8]);
        sim.control.unlink("crm.lead", &before[8..12]).unwrap();
        assert_eq!(page(before[7]).await, before[12..16], "{transport:?}");
        sim.control.unlink("crm.lead", &before[17..18]).unwrap();
        assert_eq!(page(before[15]).await, [&before[16..17], &before[18..21]].concat(), "{transport:?}");
    }
}

#[tokio::test]
async fn two_answers_are_asked_for_at_once_and_never_three() {
    let sim = sim_for(TransportChoice::Jsonrpc).await;
    let limits = Limits { page: 20, answer: 4, ..Limits::default() };
    let odoo = connector(&sim, &sim.url, TransportChoice::Jsonrpc, limits);
    odoo.connect().await.unwrap();
    odoo.page(Kind::Partner, Window::Everything, 0).await.unwrap();
    // Each answer takes 300 ms: the look-up of bounds and five answers of four one after the other would take 1,800 ms.
    sim.control.fail(FaultRule::always(Fault::Hang { ms: 300 }).on("res.partner", "search_read"));
    let started = Instant::now();
    let page = odoo.page(Kind::Partner, Window::Everything, 1).await.unwrap();
    assert_eq!(page.len(), 20);
    let took = started.elapsed();
    assert!(took >= Duration::from_millis(900), "more than two at once: {took:?}");
    assert!(took < Duration::from_millis(1_450), "one after the other: {took:?}");
}

#[tokio::test]
async fn half_an_answer_beside_another_one_loses_no_record() {
    for transport in EACH {
        let sim = sim_for(transport).await;
        let odoo = connector(&sim, &sim.url, transport, Limits { page: 20, answer: 5, ..Limits::default() });
        odoo.connect().await.unwrap();
        for fault in [Fault::HalfPage, Fault::Drop] {
            sim.control.fail(FaultRule::next(fault).on("res.partner", "search_read").after(2).times(2));
            let partners = all(&odoo, Kind::Partner).await.unwrap();
            assert_eq!(partners.len(), sim.control.count("res.partner"), "{transport:?}");
            sim.control.clear_faults();
        }
    }
}
