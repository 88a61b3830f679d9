#!/bin/sh
# Run once by the postgres image, when its volume is empty: the two roles of the ledger, neither of them a superuser,
# and the database that one of them owns. What the service role may do there is granted by the migrations.
set -eu

psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set owner_password="$OWNER_PASSWORD" --set service_password="$SERVICE_PASSWORD" <<'SQL'
create role ledger_owner login nosuperuser nocreatedb nocreaterole password :'owner_password';
create role ledger_service login nosuperuser nocreatedb nocreaterole password :'service_password';
create database ledger owner ledger_owner;
revoke all on database ledger from public;
grant connect, temporary on database ledger to ledger_service;
SQL
