//! Domains that are worth imitating.

/// Domains whose imitations are worth a finding: Ward's own selection by kind, of services that hold mail, money,
/// code, identities or documents for very many people, because that is where a stolen password pays. It is not a
/// ranking, and it is short on purpose: each entry costs a comparison and a chance of a false finding.
#[rustfmt::skip]
pub const TARGETS: &[&str] = &[
    // Identity, mail and office.
    "google.com", "gmail.com", "microsoft.com", "microsoftonline.com", "office.com", "outlook.com", "live.com",
    "hotmail.com", "apple.com", "icloud.com", "yahoo.com", "proton.me", "fastmail.com", "zoho.com", "okta.com",
    "auth0.com", "duosecurity.com", "yandex.ru", "mail.ru", "gmx.net", "web.de",
    // Payment, banks and exchanges.
    "paypal.com", "stripe.com", "visa.com", "mastercard.com", "americanexpress.com", "chase.com", "wellsfargo.com",
    "bankofamerica.com", "citibank.com", "capitalone.com", "hsbc.com", "barclays.co.uk", "lloydsbank.co.uk",
    "santander.com", "deutsche-bank.de", "ing.com", "revolut.com", "wise.com", "coinbase.com", "binance.com",
    "kraken.com", "metamask.io", "blockchain.com", "ledger.com", "klarna.com", "venmo.com", "cashapp.com",
    // Code, packages and cloud.
    "github.com", "gitlab.com", "bitbucket.org", "npmjs.com", "pypi.org", "crates.io", "docker.com",
    "amazonaws.com", "azure.com", "cloudflare.com", "digitalocean.com", "heroku.com", "vercel.com", "netlify.com",
    "godaddy.com", "namecheap.com", "atlassian.com", "salesforce.com", "oracle.com",
    // Documents, talk and signatures.
    "dropbox.com", "docusign.com", "docusign.net", "adobe.com", "slack.com", "zoom.us", "telegram.org",
    "whatsapp.com", "discord.com", "signal.org", "notion.so", "wetransfer.com",
    // Networks of people.
    "facebook.com", "instagram.com", "linkedin.com", "twitter.com", "tiktok.com", "snapchat.com", "pinterest.com",
    "reddit.com", "youtube.com", "twitch.tv",
    // Shops, parcels and travel.
    "amazon.com", "ebay.com", "walmart.com", "aliexpress.com", "alibaba.com", "mercadolibre.com", "shopify.com",
    "dhl.com", "fedex.com", "usps.com", "royalmail.com", "booking.com", "airbnb.com",
    // Media, games and password managers.
    "netflix.com", "spotify.com", "steampowered.com", "steamcommunity.com", "roblox.com", "epicgames.com",
    "1password.com", "bitwarden.com", "lastpass.com", "dashlane.com",
];
