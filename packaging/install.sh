#!/bin/sh
# Installs the pinned packages of $2 and the project itself into the virtual environment $1.
set -eu
venv=$1 pins=$2
if command -v uv >/dev/null 2>&1; then
    VIRTUAL_ENV=$venv uv pip install --quiet --require-hashes -r "$pins"
else
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$pins"
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
