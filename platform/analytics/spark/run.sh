#!/bin/sh
# Runs parts on Apache Spark: jobs in JSON on standard input, their rows in JSON on standard output.
# The first run installs the pinned release into a cache outside the repository. Needs Java 17 and Python 3 with pip.
set -eu
spark=4.1.1
py4j=0.10.9.9
cache="${XDG_CACHE_HOME:-$HOME/.cache}/causeway/spark-$spark"
if [ ! -d "$cache" ]; then
  mkdir -p "$(dirname "$cache")"
  partial=$(mktemp -d "$cache.XXXXXX")
  trap 'rm -rf "$partial"' EXIT
  python3 -m pip install --quiet --no-deps --disable-pip-version-check --target "$partial" \
    "pyspark==$spark" "py4j==$py4j" >&2
  # Another run may have been faster: its installation is as good.
  mv -T "$partial" "$cache" 2>/dev/null || [ -d "$cache" ]
fi
# What else the surroundings say of Spark or Python would make another Spark of it.
unset SPARK_HOME PYSPARK_PYTHON PYTHONHOME
export PYTHONPATH="$cache" SPARK_LOCAL_IP=127.0.0.1
export PYSPARK_SUBMIT_ARGS='--master local[1] --driver-memory 640m pyspark-shell'
exec python3 "$(dirname "$0")/runParts.py"
