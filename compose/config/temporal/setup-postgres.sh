#!/bin/sh
# Creates Temporal's two databases and brings their schema up to date. Host,
# user and password come from SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD.
set -eu

prepare() {
  # The database is there already on every run but the first.
  temporal-sql-tool --db "$1" create-database || true
  temporal-sql-tool --db "$1" setup-schema -v 0.0
  temporal-sql-tool --db "$1" update-schema --schema-name "postgresql/v12/$2"
}

prepare temporal temporal
prepare temporal_visibility visibility
