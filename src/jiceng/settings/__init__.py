"""Settings: `base` is what always holds; `demo`, `test` and `production` say what differs.

Nothing here is edited for one installation. What an installation chooses, it says in environment variables:

    JICENG_DATA            folder for the database and what people upload (./var; production: must be named and exist)
    JICENG_DATABASE_URL    postgresql://user:password@host:5432/name; without it, SQLite in JICENG_DATA
    JICENG_SECRET_KEY      production: signs sessions; 50 characters or more, known to nobody
    JICENG_HOSTS           production: names the server answers to, separated by commas
    JICENG_BEHIND_PROXY    production: 1 when a proxy in front ends TLS and sets X-Forwarded-Proto
    JICENG_PACKS           folder with packs of the installation's own, one folder each; read as the server starts
    JICENG_TEMPLATES       folder with an office's own templates of papers (docs/decisions/0030)
    JICENG_MAIL_URL        smtp://user:password@host:587; without it reminders stay in the application
    JICENG_MAIL_FROM       who the mails are from
    JICENG_ADDRESS         of this site, for the links in a mail
    JICENG_BOOTH_ADDRESS   of the ballot booth where it has a host name of its own (docs/ballots-in-production.md)
    JICENG_REMIND_DAYS     days ahead of a date that people are reminded; 3 unless said
    JICENG_PLAIN_HTTP      production: 1 on a closed network without TLS; cookies then travel unencrypted
"""
