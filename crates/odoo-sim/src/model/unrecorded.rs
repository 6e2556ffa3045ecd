//! Models whose `fields_get` was never recorded: their fields as Odoo 18's documentation and sources name them.
//!
//! Only what a reader of deals and invoices needs is here. Attributes are those of the recordings: label, type,
//! relation, required, readonly, store, selection.

/// `ir.model`: what an activity names its record's model by.
pub(super) const IR_MODEL: &str = r#"{
  "id": {"string": "ID", "type": "integer", "readonly": true, "required": false, "store": true},
  "display_name": {"string": "Display Name", "type": "char", "readonly": true, "required": false, "store": false},
  "create_date": {"string": "Created on", "type": "datetime", "readonly": true, "required": false, "store": true},
  "write_date": {"string": "Last Updated on", "type": "datetime", "readonly": true, "required": false, "store": true},
  "create_uid": {"string": "Created by", "type": "many2one", "readonly": true, "required": false, "store": true, "relation": "res.users"},
  "write_uid": {"string": "Last Updated by", "type": "many2one", "readonly": true, "required": false, "store": true, "relation": "res.users"},
  "name": {"string": "Model Description", "type": "char", "readonly": false, "required": true, "store": true},
  "model": {"string": "Model", "type": "char", "readonly": false, "required": true, "store": true},
  "transient": {"string": "Transient Model", "type": "boolean", "readonly": false, "required": false, "store": true}
}"#;

/// `account.move.line`: the receivable lines only.
pub(super) const MOVE_LINE: &str = r#"{
  "id": {"string": "ID", "type": "integer", "readonly": true, "required": false, "store": true},
  "display_name": {"string": "Display Name", "type": "char", "readonly": true, "required": false, "store": false},
  "create_date": {"string": "Created on", "type": "datetime", "readonly": true, "required": false, "store": true},
  "write_date": {"string": "Last Updated on", "type": "datetime", "readonly": true, "required": false, "store": true},
  "create_uid": {"string": "Created by", "type": "many2one", "readonly": true, "required": false, "store": true, "relation": "res.users"},
  "write_uid": {"string": "Last Updated by", "type": "many2one", "readonly": true, "required": false, "store": true, "relation": "res.users"},
  "move_id": {"string": "Journal Entry", "type": "many2one", "readonly": false, "required": true, "store": true, "relation": "account.move"},
  "move_name": {"string": "Number", "type": "char", "readonly": true, "required": false, "store": false},
  "parent_state": {"string": "Status", "type": "selection", "readonly": true, "required": false, "store": false, "selection": [
    ["draft", "Draft"], ["posted", "Posted"], ["cancel", "Cancelled"]]},
  "move_type": {"string": "Type", "type": "selection", "readonly": true, "required": false, "store": false, "selection": [
    ["entry", "Journal Entry"], ["out_invoice", "Customer Invoice"], ["out_refund", "Customer Credit Note"],
    ["in_invoice", "Vendor Bill"], ["in_refund", "Vendor Credit Note"], ["out_receipt", "Sales Receipt"],
    ["in_receipt", "Purchase Receipt"]]},
  "company_id": {"string": "Company", "type": "many2one", "readonly": true, "required": false, "store": true, "relation": "res.company"},
  "partner_id": {"string": "Partner", "type": "many2one", "readonly": false, "required": false, "store": true, "relation": "res.partner"},
  "name": {"string": "Label", "type": "char", "readonly": false, "required": false, "store": true},
  "ref": {"string": "Reference", "type": "char", "readonly": true, "required": false, "store": false},
  "account_type": {"string": "Internal Type", "type": "selection", "readonly": true, "required": false, "store": false, "selection": [
    ["asset_receivable", "Receivable"], ["liability_payable", "Payable"], ["asset_cash", "Bank and Cash"],
    ["asset_current", "Current Assets"], ["liability_current", "Current Liabilities"], ["income", "Income"],
    ["expense", "Expenses"]]},
  "display_type": {"string": "Display Type", "type": "selection", "readonly": false, "required": true, "store": true, "selection": [
    ["product", "Product"], ["tax", "Tax"], ["payment_term", "Payment Term"], ["rounding", "Rounding"]]},
  "date": {"string": "Date", "type": "date", "readonly": false, "required": false, "store": true},
  "invoice_date": {"string": "Invoice/Bill Date", "type": "date", "readonly": true, "required": false, "store": false},
  "date_maturity": {"string": "Due Date", "type": "date", "readonly": false, "required": false, "store": true},
  "debit": {"string": "Debit", "type": "monetary", "readonly": false, "required": false, "store": true},
  "credit": {"string": "Credit", "type": "monetary", "readonly": false, "required": false, "store": true},
  "balance": {"string": "Balance", "type": "monetary", "readonly": false, "required": false, "store": true},
  "amount_currency": {"string": "Amount in Currency", "type": "monetary", "readonly": false, "required": false, "store": true},
  "amount_residual": {"string": "Residual Amount", "type": "monetary", "readonly": true, "required": false, "store": true},
  "amount_residual_currency": {"string": "Residual Amount in Currency", "type": "monetary", "readonly": true, "required": false, "store": true},
  "reconciled": {"string": "Reconciled", "type": "boolean", "readonly": true, "required": false, "store": true},
  "currency_id": {"string": "Currency", "type": "many2one", "readonly": false, "required": true, "store": true, "relation": "res.currency"},
  "company_currency_id": {"string": "Company Currency", "type": "many2one", "readonly": true, "required": false, "store": false, "relation": "res.currency"}
}"#;

/// `account.payment` of 18, where a payment may have no journal entry.
pub(super) const PAYMENT: &str = r#"{
  "id": {"string": "ID", "type": "integer", "readonly": true, "required": false, "store": true},
  "display_name": {"string": "Display Name", "type": "char", "readonly": true, "required": false, "store": false},
  "create_date": {"string": "Created on", "type": "datetime", "readonly": true, "required": false, "store": true},
  "write_date": {"string": "Last Updated on", "type": "datetime", "readonly": true, "required": false, "store": true},
  "create_uid": {"string": "Created by", "type": "many2one", "readonly": true, "required": false, "store": true, "relation": "res.users"},
  "write_uid": {"string": "Last Updated by", "type": "many2one", "readonly": true, "required": false, "store": true, "relation": "res.users"},
  "name": {"string": "Number", "type": "char", "readonly": false, "required": false, "store": true},
  "date": {"string": "Date", "type": "date", "readonly": false, "required": true, "store": true},
  "payment_type": {"string": "Payment Type", "type": "selection", "readonly": false, "required": true, "store": true, "selection": [
    ["outbound", "Send"], ["inbound", "Receive"]]},
  "partner_type": {"string": "Partner Type", "type": "selection", "readonly": false, "required": true, "store": true, "selection": [
    ["customer", "Customer"], ["supplier", "Vendor"]]},
  "partner_id": {"string": "Customer/Vendor", "type": "many2one", "readonly": false, "required": false, "store": true, "relation": "res.partner"},
  "amount": {"string": "Amount", "type": "monetary", "readonly": false, "required": false, "store": true},
  "currency_id": {"string": "Currency", "type": "many2one", "readonly": false, "required": false, "store": true, "relation": "res.currency"},
  "company_currency_id": {"string": "Company Currency", "type": "many2one", "readonly": true, "required": false, "store": false, "relation": "res.currency"},
  "amount_company_currency_signed": {"string": "Amount Company Currency Signed", "type": "monetary", "readonly": false, "required": false, "store": true},
  "company_id": {"string": "Company", "type": "many2one", "readonly": false, "required": true, "store": true, "relation": "res.company"},
  "state": {"string": "State", "type": "selection", "readonly": false, "required": true, "store": true, "selection": [
    ["draft", "Draft"], ["in_process", "In Process"], ["paid", "Paid"], ["canceled", "Canceled"],
    ["rejected", "Rejected"]]},
  "memo": {"string": "Memo", "type": "char", "readonly": false, "required": false, "store": true},
  "payment_reference": {"string": "Payment Reference", "type": "char", "readonly": false, "required": false, "store": true},
  "move_id": {"string": "Journal Entry", "type": "many2one", "readonly": false, "required": false, "store": true, "relation": "account.move"},
  "is_matched": {"string": "Is Matched With a Bank Statement", "type": "boolean", "readonly": false, "required": false, "store": true},
  "is_reconciled": {"string": "Is Reconciled", "type": "boolean", "readonly": false, "required": false, "store": true},
  "invoice_ids": {"string": "Invoices", "type": "many2many", "readonly": false, "required": false, "store": true, "relation": "account.move"},
  "reconciled_invoice_ids": {"string": "Reconciled Invoices", "type": "many2many", "readonly": true, "required": false, "store": false, "relation": "account.move"}
}"#;

/// `calendar.attendee`: who was invited to a meeting, and what they answered.
pub(super) const ATTENDEE: &str = r#"{
  "id": {"string": "ID", "type": "integer", "readonly": true, "required": false, "store": true},
  "display_name": {"string": "Display Name", "type": "char", "readonly": true, "required": false, "store": false},
  "create_date": {"string": "Created on", "type": "datetime", "readonly": true, "required": false, "store": true},
  "write_date": {"string": "Last Updated on", "type": "datetime", "readonly": true, "required": false, "store": true},
  "create_uid": {"string": "Created by", "type": "many2one", "readonly": true, "required": false, "store": true, "relation": "res.users"},
  "write_uid": {"string": "Last Updated by", "type": "many2one", "readonly": true, "required": false, "store": true, "relation": "res.users"},
  "event_id": {"string": "Meeting linked", "type": "many2one", "readonly": false, "required": true, "store": true, "relation": "calendar.event"},
  "partner_id": {"string": "Attendee", "type": "many2one", "readonly": true, "required": true, "store": true, "relation": "res.partner"},
  "state": {"string": "Status", "type": "selection", "readonly": false, "required": false, "store": true, "selection": [
    ["accepted", "Yes"], ["declined", "No"], ["tentative", "Maybe"], ["needsAction", "Needs Action"]]},
  "email": {"string": "Email", "type": "char", "readonly": true, "required": false, "store": false},
  "phone": {"string": "Phone", "type": "char", "readonly": true, "required": false, "store": false},
  "common_name": {"string": "Common name", "type": "char", "readonly": false, "required": false, "store": true},
  "availability": {"string": "Available/Busy", "type": "selection", "readonly": true, "required": false, "store": true, "selection": [
    ["free", "Available"], ["busy", "Busy"]]}
}"#;

/// `res.users.apikeys`: never the key itself; `expiration_date` is empty for a key without an end.
pub(super) const API_KEY: &str = r#"{
  "id": {"string": "ID", "type": "integer", "readonly": true, "required": false, "store": true},
  "display_name": {"string": "Display Name", "type": "char", "readonly": true, "required": false, "store": false},
  "create_date": {"string": "Created on", "type": "datetime", "readonly": true, "required": false, "store": true},
  "name": {"string": "Description", "type": "char", "readonly": true, "required": true, "store": true},
  "user_id": {"string": "User", "type": "many2one", "readonly": true, "required": true, "store": true, "relation": "res.users"},
  "scope": {"string": "Scope", "type": "char", "readonly": true, "required": false, "store": true},
  "expiration_date": {"string": "Expiration Date", "type": "datetime", "readonly": true, "required": false, "store": true}
}"#;
