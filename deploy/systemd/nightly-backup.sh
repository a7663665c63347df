#!/bin/sh
# Takes a backup into FOLDER/<day and time>, verifies it, and keeps the newest KEEP that are whole.
set -eu
folder=$1
keep=$2
name=$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$folder"
npm run --silent backup -- take "$folder/$name"
npm run --silent backup -- verify "$folder/$name"
# Only after the new one is known to be good.
ls -1d "$folder"/*T*Z | sort | head -n "-$keep" | while read -r old; do rm -rf -- "$old"; done
