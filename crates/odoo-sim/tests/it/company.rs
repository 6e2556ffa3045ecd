//! Companies: generated ones, the golden one, and descriptions that are wrong.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use odoo_sim::{Company, Options, Scale, Sim, StartError};
use serde_json::{Value, json};

use crate::client::{call, day, start};

#[test]
fn a_seed_makes_one_company_and_another_seed_another() {
    let one = Company::generated(7, Scale::DEMO, day());
    assert_eq!(one, Company::generated(7, Scale::DEMO, day() + Duration::from_secs(3600)), "the hour does not matter");
    assert_ne!(one, Company::generated(8, Scale::DEMO, day()));
}

#[test]
fn the_demo_company_has_every_kind_of_record() {
    let company = Company::generated(1, Scale::DEMO, day());
    let partners = company.rows("res.partner");
    let with = |field: &str, value: Value| partners.iter().filter(|row| row.get(field) == Some(&value)).count();
    assert!((250..=270).contains(&(with("is_company", json!(true)) - 3)), "customers that are companies");
    assert!(with("type", json!("contact")) > 500);
    assert!(with("type", json!("invoice")) > 5);
    assert!(
        partners
            .iter()
            .any(|row| row.get("is_company") == Some(&json!(true)) && row.get("parent_id").is_some_and(Value::is_i64)),
        "a subsidiary"
    );
    assert!(partners.iter().any(|row| row["name"].as_str().is_some_and(|name| name.chars().count() > 150)));
    assert!(partners.iter().any(|row| row["name"] == "株式会社 東海精密"));
    let deals = company.rows("crm.lead");
    assert_eq!(deals.len(), 900);
    let count = |test: &dyn Fn(&serde_json::Map<String, Value>) -> bool| deals.iter().filter(|row| test(row)).count();
    let won = count(&|row| row["stage_id"] == 4 && row["active"] == true);
    let lost = count(&|row| row["active"] == false && row["probability"] == 0.0 && row["stage_id"] != 4);
    assert!((430..=560).contains(&(won + lost)), "{won} won and {lost} lost of 900");
    assert!(count(&|row| row["active"] == false && row["stage_id"] == 4) > 0, "won, then archived");
    assert!(count(&|row| row["active"] == false && row["probability"] != 0.0) > 0, "archived, not lost");
    assert!(count(&|row| row["active"] == true && row["stage_id"] != 4 && row["probability"] == 100.0) > 0);
    assert!(count(&|row| row["active"] == true && row["stage_id"] != 4 && row["probability"] == 0.0) > 0);
    assert!(count(&|row| row["partner_id"] == false) > 20);
    assert!(count(&|row| row["user_id"] == false) > 20);
    assert!(count(&|row| row["type"] == "lead") > 50);
    assert!(count(&|row| row["company_id"] == 3) > 3, "deals in a currency without a rate");
    let with_rate: BTreeSet<i64> =
        company.rows("res.currency.rate").iter().filter_map(|row| row["currency_id"].as_i64()).collect();
    assert!(with_rate.contains(&200) && !with_rate.contains(&202));
    let leaders: Vec<bool> = company.rows("crm.team").iter().map(|row| row["user_id"].is_i64()).collect();
    assert_eq!(leaders, [true, true, true, false]);
}

#[test]
fn more_of_one_kind_leaves_the_others_as_they_are() {
    let few = Company::generated(7, Scale::DEMO, day());
    let many = Company::generated(7, Scale { invoices: 900, messages: 10, ..Scale::DEMO }, day());
    for model in ["res.partner", "crm.lead", "hr.employee", "sale.order", "calendar.event", "calendar.attendee"] {
        assert_eq!(few.rows(model), many.rows(model), "{model}");
    }
    assert!(many.rows("account.move").len() > few.rows("account.move").len());
    assert_eq!(many.rows("mail.message").len(), 10);
}

#[tokio::test]
async fn the_demo_company_has_every_kind_of_document_and_of_history() {
    let sim = Sim::start(Options { scale: Scale::DEMO, ..Options::new(day()) }).await.expect("a sound company");
    let count = |model: &'static str, domain: Value| {
        let rows = sim.control.read(model, &domain, &[]).expect("a domain");
        rows.len()
    };
    let sales = json!([["move_type", "in", ["out_invoice", "out_refund"]]]);
    assert!((560..=640).contains(&count("account.move", sales)), "so many were asked for");
    for (field, value) in [
        ("state", "draft"),
        ("state", "cancel"),
        ("payment_state", "partial"),
        ("payment_state", "in_payment"),
        ("payment_state", "reversed"),
        ("move_type", "in_invoice"),
        ("move_type", "entry"),
        ("move_type", "out_refund"),
    ] {
        assert!(count("account.move", json!([[field, "=", value]])) > 0, "{field} {value}");
    }
    let late =
        json!([["payment_state", "=", "not_paid"], ["state", "=", "posted"], ["invoice_date_due", "<", "2026-11-21"]]);
    assert!(count("account.move", late) > 5, "overdue");
    let without_entry = json!([["payment_state", "=", "paid"], ["amount_residual", ">", 0]]);
    assert!(count("account.move", without_entry) > 0, "paid, and everything still open");
    assert!(
        count("account.move", json!([["company_id", "=", 1], ["currency_id", "!=", 125]])) > 5,
        "foreign documents"
    );
    let open = sim.control.read("mail.activity", &json!([]), &["state"]).expect("rows");
    for state in ["overdue", "today", "planned"] {
        assert!(open.iter().any(|row| row["state"] == state), "{state}");
    }
    for kind in ["email", "email_outgoing", "comment", "notification", "auto_comment"] {
        assert!(count("mail.message", json!([["message_type", "=", kind]])) > 20, "{kind}");
    }
    assert!(count("mail.message", json!([["mail_activity_type_id", "!=", false]])) > 100, "done activities");
    for state in ["accepted", "declined", "needsAction", "tentative"] {
        assert!(count("calendar.attendee", json!([["state", "=", state]])) > 0, "{state}");
    }
    for state in ["draft", "sent", "sale", "cancel"] {
        assert!(count("sale.order", json!([["state", "=", state], ["opportunity_id", "!=", false]])) > 0, "{state}");
    }
    assert_eq!(count("hr.employee", json!([["user_id", "=", false]])), 6);
    assert_eq!(count("hr.department", json!([["manager_id", "!=", false]])), 7);
    assert!(count("crm.lead", json!([["recurring_revenue_monthly", ">", 0]])) > 50);
}

#[tokio::test]
async fn the_lines_of_every_made_up_invoice_add_up_to_it() {
    let sim = Sim::start(Options { scale: Scale::DEMO, ..Options::new(day()) }).await.expect("a sound company");
    let sums = |field: &'static str| {
        let mut of: std::collections::BTreeMap<i64, (f64, u32)> = std::collections::BTreeMap::new();
        for line in sim.control.read("account.move.line", &json!([]), &["move_id", field]).expect("rows") {
            let sum = of.entry(line["move_id"].as_i64().expect("an invoice")).or_default();
            *sum = (sum.0 + line[field].as_f64().expect("an amount"), sum.1 + 1);
        }
        of
    };
    let (balances, residuals) = (sums("balance"), sums("amount_residual"));
    let domain = json!([["move_type", "!=", "entry"], ["amount_total", ">", 0]]);
    let fields = ["amount_total_signed", "amount_residual_signed", "payment_state"];
    let mut instalments = 0;
    for invoice in sim.control.read("account.move", &domain, &fields).expect("rows") {
        let id = invoice["id"].as_i64().expect("an id");
        let near = |sum: f64, name: &str| (sum - invoice[name].as_f64().expect("an amount")).abs() < 0.011;
        let (balance, lines) = balances[&id];
        assert!(near(balance, "amount_total_signed"), "{invoice}: {balance}");
        assert!(near(residuals[&id].0, "amount_residual_signed"), "{invoice}: {}", residuals[&id].0);
        instalments += u32::from(lines == 2);
    }
    assert!(instalments > 20, "{instalments} with two instalments");
}

#[tokio::test]
async fn every_scale_can_be_served() {
    for scale in ["recordings", "demo"] {
        let options = Options { scale: scale.parse().expect("a scale"), ..Options::new(day()) };
        let sim = Sim::start(options).await.expect("a generated company is sound");
        let people = sim.control.people();
        assert_eq!(people.admin.expect("an admin").login, "ines.halden@halden.example");
        assert!(people.team_leader.is_some());
        assert_eq!(people.account_managers.len(), 2);
        assert_eq!(call(&sim, "hr.employee", "search_count", json!([[["active", "=", false]]]), json!({})).await, 1);
    }
}

#[tokio::test]
async fn twenty_thousand_deals_are_paged_by_id_in_linear_time() {
    let options =
        Options { scale: Scale { invoices: 0, messages: 0, ..Scale::of(5_000, 20_000) }, ..Options::new(day()) };
    let sim = Sim::start(options).await.expect("a generated company is sound");
    let fields = json!([
        "name",
        "type",
        "partner_id",
        "user_id",
        "team_id",
        "company_id",
        "stage_id",
        "probability",
        "expected_revenue",
        "prorated_revenue",
        "company_currency",
        "date_deadline",
        "date_closed",
        "date_open",
        "lost_reason_id",
        "priority",
        "tag_ids",
        "active",
        "create_date",
        "write_date",
        "partner_name",
        "contact_name",
        "email_from",
        "date_conversion"
    ]);
    let (mut last, mut seen, mut slowest) = (0, 0, Duration::ZERO);
    loop {
        let kwargs = json!({"fields": fields, "order": "id", "limit": 1000, "context": {"active_test": false}});
        let began = Instant::now();
        let page = call(
            &sim,
            "crm.lead",
            "search_read",
            json!([[["write_date", ">=", "2020-01-01 00:00:00"], ["id", ">", last]]]),
            kwargs,
        )
        .await;
        slowest = slowest.max(began.elapsed());
        let page = page.as_array().expect("rows").clone();
        seen += page.len();
        match page.last() {
            Some(row) if page.len() == 1000 => last = row["id"].as_i64().expect("an id"),
            _ => break,
        }
    }
    assert_eq!(seen, 20_000);
    assert!(slowest < Duration::from_millis(1500), "a page of 1000 took {slowest:?}");
}

#[tokio::test]
async fn the_golden_company_is_served() {
    let sim = start(Company::golden().expect("the golden file is well-formed")).await;
    let count = call(&sim, "crm.lead", "search_count", json!([[]]), json!({"context": {"active_test": false}})).await;
    assert!(count.as_i64().is_some_and(|count| count > 0));
}

#[tokio::test]
async fn a_description_may_give_a_users_address_which_is_the_partners() {
    let text = r#"{"res.company": [{"id": 1, "name": "C", "partner_id": 1, "currency_id": 1}],
        "res.partner": [{"id": 1, "name": "C", "is_company": true}, {"id": 2, "name": "Ada"}],
        "res.users": [{"id": 2, "login": "ada", "partner_id": 2, "company_id": 1, "name": "Other", "email": "Ada@c.example"}]}"#;
    let sim = start(Company::from_json(text).expect("JSON")).await;
    let partner =
        call(&sim, "res.partner", "read", json!([[2], ["name", "email", "email_normalized"]]), json!({})).await;
    assert_eq!(
        partner[0],
        json!({"id": 2, "name": "Ada", "email": "Ada@c.example", "email_normalized": "ada@c.example"})
    );
}

#[tokio::test]
async fn a_wrong_description_is_refused_with_its_place() {
    let cases = [
        (r#"{"no.model": []}"#, "no.model is not a model that is served"),
        (r#"{"res.partner": [{"name": "x"}]}"#, "a row of res.partner has no id"),
        (r#"{"res.partner": [{"id": 1, "nope": 1}]}"#, "res.partner 1 has the field nope, which is not served"),
        (
            r#"{"res.partner": [{"id": 1, "parent_id": 2}]}"#,
            "res.partner 1 points to res.partner 2 in parent_id, which does not exist",
        ),
        (r#"{"crm.team": [{"id": 1}]}"#, "crm.team 1 needs name"),
    ];
    for (text, expected) in cases {
        let company = Company::from_json(text).expect("JSON");
        let refused = Sim::start(Options { company: Some(company), ..Options::new(day()) }).await;
        match refused {
            Err(StartError::Company(error)) => assert_eq!(error.to_string(), expected),
            other => panic!("{text}: {other:?}"),
        }
    }
}
