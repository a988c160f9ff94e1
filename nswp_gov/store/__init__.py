"""What is kept and how: tables, transactions, journal, outbox. Knows SQLAlchemy, never Flask."""
