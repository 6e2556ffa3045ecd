//! One mail to one person over SMTP; no address and no answer of the server gets into an error.

use crate::{config::MailConfig, start_error::StartError};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use secrecy::ExposeSecret;
use std::{fmt, time::Duration};

const TIMEOUT: Duration = Duration::from_secs(20);

#[derive(Clone)]
pub(super) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer")
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mail<'a> {
    pub(super) to: &'a str,
    pub(super) subject: String,
    pub(super) text: String,
    /// The same for a mail that is sent again because its first sending is in doubt: mailboxes show it once.
    pub(super) id: String,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum Undelivered {
    #[error("the address or the text is not fit for a mail")]
    Unfit,
    #[error("the mail server refused (status {0})")]
    Refused(String),
    #[error("the mail server cannot take it now (status {0})")]
    NotNow(String),
    #[error("the mail server does not answer in time")]
    Timeout,
    #[error("the mail server cannot be reached")]
    Unreachable,
}

impl Undelivered {
    /// For the job's status.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Unfit => "mail_unfit",
            Self::Refused(_) => "mail_refused",
            Self::NotNow(_) => "mail_not_now",
            Self::Timeout => "mail_timeout",
            Self::Unreachable => "mail_unreachable",
        }
    }

    pub(super) fn is_for_good(&self) -> bool {
        matches!(self, Self::Unfit | Self::Refused(_))
    }
}

impl Mailer {
    pub(super) fn new(config: &MailConfig) -> Result<Self, StartError> {
        let unfit = |what: &str| StartError::Refused(format!("{what} cannot be used for mail"));
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(config.url.expose_secret())
            .map_err(|_| unfit("SALESCOMMAND_SMTP_URL"))?;
        let from = config.from.parse().map_err(|_| unfit("SALESCOMMAND_ALERT_FROM"))?;
        Ok(Self { transport: builder.timeout(Some(TIMEOUT)).build(), from })
    }

    pub(super) async fn send(&self, mail: Mail<'_>) -> Result<(), Undelivered> {
        let to: Mailbox = mail.to.parse().map_err(|_| Undelivered::Unfit)?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(mail.subject)
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text)
            .map_err(|_| Undelivered::Unfit)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(match error.status() {
                Some(status) if error.is_permanent() => Undelivered::Refused(status.to_string()),
                Some(status) => Undelivered::NotNow(status.to_string()),
                None if error.is_timeout() => Undelivered::Timeout,
                None => Undelivered::Unreachable,
            }),
        }
    }
}
