#!/bin/sh
# Makes the virtual environment $1 with uv, or with the first Python from 3.12 on that this machine has.
set -eu
venv=$1
[ -x "$venv/bin/python" ] && exit 0
for candidate in python3.13 python3.14 python3.12 python3 python; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then
        echo "Preparing $venv with $("$candidate" --version)"
        exec "$candidate" -m venv "$venv"
    fi
done
if command -v uv >/dev/null 2>&1; then
    echo "Preparing $venv with uv"
    exec uv venv --quiet --seed --python 3.13 "$venv"
fi
echo "Derman needs Python 3.12 or later, or uv; this machine has neither." >&2
exit 1
