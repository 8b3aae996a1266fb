"""The database: tables' base, column types, engines, transactions and migrations."""
