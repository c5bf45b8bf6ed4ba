# A PostgreSQL of our own for the tests: in $scratch, on a socket there, without the network, gone afterwards.
# initdb and the server refuse to run as root, so root hands them to the user postgres.

postgres_bin=
postgres_as=()

start_postgres() {
  local folder=$scratch/postgres
  mkdir -m 700 "$folder"
  if [[ $EUID == 0 ]]; then
    chown postgres: "$folder"
    postgres_as=(runuser -u postgres --)
  fi
  postgres_bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  (
    cd "$folder" && # postgres may not enter the folder that we are in
    "${postgres_as[@]}" "$postgres_bin/initdb" -D "$folder/data" -U testamur --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync &&
    "${postgres_as[@]}" "$postgres_bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
      -o "-F -k $folder -c listen_addresses= -c max_connections=200" start
  ) >"$TMPDIR/postgres.log" 2>&1 || { cat "$TMPDIR/postgres.log" && return 1; }
  export TESTAMUR_TEST_POSTGRES="postgres://testamur@/postgres?host=$folder"
}

stop_postgres() {
  [[ -e $scratch/postgres/data/postmaster.pid ]] || return 0
  (cd / && "${postgres_as[@]}" "$postgres_bin/pg_ctl" -D "$scratch/postgres/data" -m immediate -w stop) >/dev/null
}
